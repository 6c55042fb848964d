#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "services/ingest/domain/feedback.h"
#include "services/recoursectl/verify/answer_check.h"
#include "services/recoursectl/verify/effect_check.h"
#include "services/recoursectl/verify/followup_check.h"
#include "tests/support/followup_values.h"

// What followup decided in a small run, as evidence in which everything holds, for tests to spoil
// one thing of it.
namespace recourse::ctl::verify {

using namespace followup::testing;  // NOLINT: its values are what this header is about
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

class FollowedRun {
 public:
  const Partition tickets{kTicketTopic, 0};
  const Partition loops{kLoopTopic, 0};
  // Replied to, resolved, asked, answered badly and with words, reopened.
  const followup::Ticket unhappy = TicketOf("unhappy", "c1");
  // Replied to, nobody knows whether it arrived; resolved, asked, answered well.
  const followup::Ticket happy = TicketOf("happy", "c2");
  // To be called.
  const followup::Ticket called = TicketOf("called", "c3", "phone");
  // Wants no surveys.
  const followup::Ticket silent = TicketOf("silent", "c4");
  // Wants surveys; asked, and has not answered.
  const followup::Ticket asked = TicketOf("asked", "c5");

  FollowedRun() {
    Reply(unhappy, EffectOutcome::kDelivered);
    Ask(unhappy);
    course_.AnswerTo(unhappy, Csat(1), At(0, 14), "it is broken again");
    Conclude(followup::kFeedback, EffectOutcome::kDelivered, At(0, 14, 1));
    HearWords(unhappy);
    Route(unhappy, 20, 2, routing::TicketReopened{{}, "survey", ""}, At(0, 14, 2));
    Reply(happy, EffectOutcome::kUnknown);
    Ask(happy);
    course_.AnswerTo(happy, Csat(5), At(0, 14, 30));
    Wish(silent, false);
    Wish(asked, true);
    for (const auto* ticket : {&called, &silent, &asked}) Ask(*ticket);
    evidence.cut_time = At(0, 15);
    Keep();
  }

  Evidence evidence;

  LoopRow& loop(const followup::Ticket& ticket) {
    return *std::find_if(evidence.loops.begin(), evidence.loops.end(), [&](const LoopRow& row) {
      return row.loop.ticket.ticket_id == ticket.ticket_id;
    });
  }
  EffectRow& effect(const std::string& purpose) {
    return *std::find_if(evidence.effects.begin(), evidence.effects.end(),
                         [&](const EffectRow& row) { return row.effect.purpose == purpose; });
  }
  // The first fact of that kind, and its sequence.
  template <typename What>
  std::pair<const std::int64_t, followup::Fact>& said() {
    auto& own = evidence.followed.at(loops);
    return *std::find_if(own.begin(), own.end(), [](const auto& entry) {
      return std::holds_alternative<What>(entry.second.what);
    });
  }
  Uuid words() const {
    const auto loop_id = followup::LoopOf(unhappy.ticket_id, 1);
    return ingest::FeedbackIdOf(ingest::SourceId(followup::kSurveySource), ToString(loop_id))
        .uuid();
  }

  std::vector<Check> Judge() const {
    const auto folding = FoldFollowup(evidence.followed, true);
    std::vector<Check> all;
    for (const auto& checks : {CheckFollowup(evidence, folding, Duration(10'000)),
                               CheckEffects(evidence, folding), CheckAnswers(evidence, folding)}) {
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
  // A fact of routing; followup has passed it.
  void Route(const followup::Ticket& ticket, std::int64_t version, int cycle, routing::What what,
             Timestamp time) {
    routing::Fact fact;
    fact.ticket_id = routing::TicketId(ticket.ticket_id.uuid());
    fact.ticket_version = version;
    fact.cycle = cycle;
    fact.recorded_time = time;
    fact.what = std::move(what);
    auto& own = evidence.told[tickets];
    own.emplace(static_cast<std::int64_t>(own.size()) + 1, std::move(fact));
    evidence.heard_by_followup[tickets] = static_cast<std::int64_t>(own.size());
  }

  void Reply(const followup::Ticket& ticket, EffectOutcome outcome) {
    Route(ticket, 5, 1, routing::TicketReplied{}, At(0, 9));
    course_.Tell(
        FactOf(ticket, followup::PublicReply{followup::AgentId("dora"), "done", {}}, 5, At(0, 9)),
        At(0, 9));
    Conclude(followup::kReply, outcome, At(0, 9, 1));
  }

  void Wish(const followup::Ticket& ticket, bool surveys) {
    course_.Tell(followup::SetContactPreference{FileOf(ticket), ticket.customer_id, surveys, {}},
                 At(0, 9));
  }

  // Resolved at ten and asked at noon, where it is by mail.
  void Ask(const followup::Ticket& ticket) {
    Route(ticket, 10, 1, routing::TicketResolved{}, At(0, 10));
    course_.Tell(Resolved(ticket, At(0, 10)), At(0, 10));
    const auto loop_id = followup::LoopOf(ticket.ticket_id, 1);
    course_.Tell(followup::AskTimePassed{FileOf(ticket), loop_id}, At(0, 12) + Duration(1));
    if (course_.LoopIn(ticket).state != followup::LoopState::kSending) return;
    Conclude(followup::kSurvey, EffectOutcome::kDelivered, At(0, 12, 1));
  }

  void Conclude(const std::string& purpose, EffectOutcome outcome, Timestamp now) {
    states_[static_cast<std::size_t>(course_.Last(purpose) - course_.effects.data())] =
        StateAfter(outcome);
    course_.Conclude(purpose, outcome, now);
  }

  void HearWords(const followup::Ticket& about) {
    evidence.registered.insert(words());
    evidence.dispositions[words()] = {DispositionKind::kJoined, about.ticket_id.uuid()};
  }

  void Keep() {
    std::int64_t sequence = 0;
    for (const auto& fact : course_.facts) evidence.followed[loops][++sequence] = fact;
    evidence.heard_by_routing[loops] = sequence;
    for (std::size_t i = 0; i < course_.effects.size(); ++i) {
      const std::string name = "effect " + std::to_string(i);
      evidence.effects.push_back(
          {IdOf<EffectId>(name), course_.effects[i], states_[i], "<" + name + ">"});
    }
    for (const auto& [file_id, state] : course_.view) KeepFile(file_id, state);
  }

  void KeepFile(const followup::FileId& file_id, const followup::State& state) {
    for (const Timer& timer : followup::Domain::TimersOf(state)) {
      evidence.followup_timers.push_back(
          {NamedUuid(file_id.uuid(), timer.name), file_id.uuid(), timer});
    }
    const auto* file = std::get_if<followup::CustomerFile>(&state);
    if (file == nullptr) return;
    for (const auto& [loop_id, loop] : file->loops) {
      evidence.loops.push_back({loop_id, file_id, loop});
    }
    for (const auto& [delivery_id, delivery] : file->deliveries) {
      evidence.deliveries.push_back({delivery_id, file_id, delivery});
    }
  }

  Course course_;
  std::map<std::size_t, EffectState> states_;
};

}  // namespace recourse::ctl::verify
