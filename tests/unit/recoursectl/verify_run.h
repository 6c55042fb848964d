#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "services/kpi/domain/audit.h"
#include "services/kpi/domain/clock.h"
#include "services/recoursectl/verify/classification_check.h"
#include "services/recoursectl/verify/counter_check.h"
#include "services/recoursectl/verify/feedback_check.h"
#include "services/recoursectl/verify/log_check.h"
#include "services/recoursectl/verify/ticket_check.h"
#include "services/routing/domain/decide.h"

// A small finished run as evidence in which everything holds, for tests to spoil one thing of it.
namespace recourse::ctl::verify {

inline const Timestamp kStart(std::chrono::hours(489'740));
inline constexpr Duration kTarget{20'000};
inline constexpr Duration kLateness{10'000};
inline const routing::sla::ClockName kFirst{routing::sla::ClockKind::kFirstResponse, 1};

inline Uuid Named(const std::string& name) { return NamedUuid(kRecourseSpace, name); }

class FinishedRun {
 public:
  // f1 opens a ticket that is breached and answered too late, f2 joins it, f3 is praise; f4 opens a
  // ticket whose clock runs.
  FinishedRun() {
    evidence.cut_time = kStart + Duration(30'000);
    for (int i = 1; i <= 4; ++i) {
      const std::string name = "f" + std::to_string(i);
      evidence.registered.insert(Named(name));
      Hear(kReceivedTopic, evidence.received, i, name);
      Hear(kClassifiedTopic, evidence.classified, i, name);
      evidence.classifications[Named(name)] = {1, 1, 1, 0, 0, 0};
    }
    evidence.heard_by_classify[{kReceivedTopic, 0}] = 4;
    evidence.heard_by_routing[{kClassifiedTopic, 0}] = 4;
    Tell();
    KeepStates();
    Count();
  }

  Evidence evidence;
  const Partition told{kTicketTopic, 0};

  LogEvidence& log(const char* topic) { return evidence.logs.at({topic, 0}); }
  routing::Fact& fact(std::int64_t sequence) { return evidence.told.at(told).at(sequence); }

  std::vector<Check> Judge() const {
    std::vector<Check> all;
    for (const auto& checks :
         {CheckFeedback(evidence), CheckClassifications(evidence), CheckLogs(evidence),
          CheckTickets(evidence, kLateness), CheckCounters(evidence)}) {
      all.insert(all.end(), checks.begin(), checks.end());
    }
    return all;
  }

  // The ids of the checks that are violated.
  std::vector<std::string> Violated() const {
    std::vector<std::string> ids;
    for (const Check& check : Judge()) {
      if (check.violations > 0) ids.push_back(check.id);
    }
    return ids;
  }
  bool Names(const std::string& id) const {
    const auto ids = Violated();
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }

 private:
  // Into outbox and log, acknowledged.
  void Keep(const std::string& topic, std::int64_t sequence) {
    LogEvidence& log = evidence.logs[{topic, 0}];
    const std::string name = topic + std::to_string(sequence);
    const Place place{1, 1, sequence};
    log.outbox.push_back({place, FactId(Named(name)), Content(Named("content " + name))});
    log.log.push_back(
        {sequence - 1, place, FactId(Named(name)), Content(Named("content " + name))});
    log.last_sequence = log.acknowledged_sequence = log.last_sequence_after = sequence;
  }

  void Hear(const char* topic, Facts<FeedbackFact>& facts, int sequence,
            const std::string& feedback) {
    Keep(topic, sequence);
    facts[{topic, 0}][sequence] = {FactId(Named(std::string(topic) + std::to_string(sequence))),
                                   Named(feedback), 1};
  }

  routing::Ticket& ticket(const std::string& name) {
    return tickets_[routing::TicketId(Named(name))];
  }

  static routing::Dimensions DimensionsOf(const routing::Ticket& t) {
    const routing::Clock& clock = t.clocks.at(kFirst);
    return {t.branch_id, t.region_id, t.category,
            t.channel,   t.agent_id,  t.severity,
            t.state,     clock.state, {{kFirst, clock.state, clock.due_time}}};
  }

  // Says `what` of the ticket after `change` was made to it, `at` after the start.
  template <typename Change>
  void Say(const std::string& name, const std::string& feedback, Duration at, routing::What what,
           const Change& change) {
    routing::Ticket& t = ticket(name);
    routing::Fact fact;
    fact.recorded_time = kStart + at;
    if (t.version > 0) fact.before = DimensionsOf(t);
    change(t, fact);
    fact.ticket_id = routing::TicketId(Named(name));
    fact.ticket_version = ++t.version;
    if (!feedback.empty()) fact.feedback_id = routing::FeedbackId(Named(feedback));
    fact.after = DimensionsOf(t);
    fact.cycle = 1;
    fact.what = std::move(what);
    Add(std::move(fact));
  }

  void Add(routing::Fact fact) {
    const auto sequence = static_cast<std::int64_t>(evidence.told[told].size()) + 1;
    Keep(kTicketTopic, sequence);
    evidence.told[told].emplace(sequence, std::move(fact));
  }

  // By hand: it runs from `start`, and waits for its due time.
  static routing::Clock ClockFrom(Timestamp start) {
    routing::Clock clock;
    clock.start_time = start;
    clock.due_time = start + kTarget;
    clock.target = kTarget;
    clock.alarms = {{routing::sla::Alarm::Kind::kBreach, 0, 1, *clock.due_time}};
    return clock;
  }

  void Open(const std::string& name, Duration at) {
    routing::Ticket& t = ticket(name);
    t.branch_id = routing::BranchId("north");
    t.category = routing::Category("card");
    t.open_time = kStart + at;
    t.clocks[kFirst] = ClockFrom(kStart + at);
    const Timestamp due = kStart + at + kTarget;
    Say(name, name, at, routing::TicketOpened{"", due, {}, kTarget, "", ""}, [](auto&, auto&) {});
    evidence.dispositions[Named(name)] = {DispositionKind::kOpened, Named(name)};
  }

  void Tell() {
    using routing::ClockState;
    Open("f1", Duration(0));
    Say("f1", "f2", Duration(1'000), routing::FeedbackJoined{},
        [](auto& t, auto&) { ++t.feedback_count; });
    evidence.dispositions[Named("f2")] = {DispositionKind::kJoined, Named("f1")};
    routing::Fact recorded;
    recorded.recorded_time = kStart;
    recorded.feedback_id = routing::FeedbackId(Named("f3"));
    recorded.after = routing::Dimensions{};
    recorded.what = routing::FeedbackRecorded{"praise"};
    Add(recorded);
    evidence.dispositions[Named("f3")] = {DispositionKind::kRecorded, Uuid{}};
    Say("f1", "", kTarget + Duration(1), routing::ClockBreached{kStart + kTarget, kFirst},
        [](auto& t, auto& fact) {
          t.clocks.at(kFirst).state = ClockState::kBreached;
          t.clocks.at(kFirst).breach_time = fact.recorded_time;
          t.clocks.at(kFirst).alarms.clear();
        });
    Say("f1", "", kTarget + Duration(500), routing::TicketReplied{}, [](auto& t, auto& fact) {
      t.clocks.at(kFirst).state = ClockState::kMissed;
      t.clocks.at(kFirst).end_time = fact.recorded_time;
      fact.durations_ended.push_back({"first_response", 20'500});
    });
    Open("f4", Duration(15'000));
  }

  void KeepStates() {
    for (const auto& [ticket_id, t] : tickets_) {
      const routing::FileId file_id(ticket_id.uuid());
      evidence.tickets.push_back({ticket_id, file_id, t, routing::AnswerColumnsOf(t)});
      for (const Timer& timer : routing::TimersOf(ticket_id, t)) {
        evidence.timers.push_back({NamedUuid(file_id.uuid(), timer.name), file_id.uuid(), timer});
      }
    }
  }

  void Count() {
    kpi::StoredPartition& stored = evidence.counters[told];
    stored.counted = CountedPosition{{1, 6, 5}, 0, evidence.cut_time};
    // By hand: four pieces, two tickets, one repeat contact, one breach and one late answer.
    const auto field = [](kpi::Measure measure, int detail = 0) {
      return kpi::FieldOf({measure, "north", "card", "", detail});
    };
    const int first_response = static_cast<int>(kpi::ClockKind::kFirstResponse);
    stored.counters["now"] = {{field(kpi::Measure::kTicketsOpen), 2}};
    const std::map<std::string, std::int64_t> happened{
        {field(kpi::Measure::kFeedbackReceived), 3},
        {kpi::FieldOf({kpi::Measure::kFeedbackReceived, "", "", ""}), 1},
        {field(kpi::Measure::kTicketsOpened), 2},
        {field(kpi::Measure::kContactsRepeated), 1},
        {field(kpi::Measure::kClocksBreached, first_response), 1},
        {field(kpi::Measure::kClocksMissed, first_response), 1}};
    stored.counters[kpi::NameOf(kpi::MinuteOf(kStart))] = happened;
    stored.counters[kpi::NameOf(kpi::HourOf(kStart))] = happened;
    Fold(stored);
  }

  // That the facts come to just this is FactReader's to find out, which has tests of its own.
  void Fold(const kpi::StoredPartition& stored) {
    for (const auto& [bucket, fields] : stored.counters) {
      for (const auto& [field, count] : fields) {
        evidence.folded[told][*kpi::ParseBucket(bucket)][*kpi::ParseField(field)] = count;
      }
    }
  }

  std::map<routing::TicketId, routing::Ticket> tickets_;
};

}  // namespace recourse::ctl::verify
