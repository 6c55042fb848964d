#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/kpi/adapters/counting_space.h"
#include "tests/support/kpi/fact_records.h"

namespace recourse::kpi {

namespace pb = recourse::routing::v1;

inline pb::Dimensions DimensionsAt(const std::string& branch, const std::string& category,
                                   pb::TicketState state, pb::ClockState clock) {
  pb::Dimensions dimensions;
  dimensions.set_branch_id(branch);
  dimensions.set_region_id("region-of-" + branch);
  dimensions.set_category(category);
  dimensions.set_state(state);
  dimensions.set_response_clock(clock);
  return dimensions;
}

// A ticket as the history that made it knows it.
struct ToldTicket {
  pb::Dimensions dimensions;
  std::string ticket_id{};
  bool has_clocks = false;  // else its facts are of the time when there was one clock only
  std::int64_t resolve_ms = 0;
  bool is_confirmed = false;
  std::map<int, std::int64_t> breach_ms{};  // by kind of clock, of what may be revoked
};

// A life of tickets as routing tells it, made by chance from a seed, into one partition's records:
// opened, joined, recorded, replied (in time or late), warned, breached, revoked, waiting,
// transferred, resolved, reopened, confirmed, closed. It keeps a ledger of what it did.
class TicketHistory {
 public:
  explicit TicketHistory(std::uint64_t seed, int partition = 3)
      : chance_(seed),
        records_({kTicketTopic, partition}, "recourse.routing.v1.Fact",
                 "recourse.routing.v1.TicketEvent") {}

  // The next fact as a record at the log's end.
  RawRecord Next() {
    time_ms_ += static_cast<std::int64_t>(Below(90'000));
    pb::TicketEvent event = tickets_.empty() || Below(3) == 0 ? Begin() : Continue();
    SetMilliseconds(time_ms_, *event.mutable_recorded_time());
    return RecordOf(event);
  }
  RawRecord RecordOf(const pb::TicketEvent& event) { return records_.Append(event); }
  RawRecord RecordAt(const Place& place, const pb::TicketEvent& event) {
    return records_.At(place, event);
  }

  // The final states, told apart from how they came about.
  const std::vector<ToldTicket>& tickets() const { return tickets_; }
  // How often each thing was done, by the name of its count.
  const std::map<std::string, std::int64_t>& ledger() const { return ledger_; }
  const Partition& partition() const { return records_.partition(); }
  void StartAt(std::int64_t time_ms) { time_ms_ = time_ms; }

 private:
  std::size_t Below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(chance_);
  }

  pb::TicketEvent Begin() {
    const std::string branches[] = {"north", "south|east", "100%"};
    const std::string categories[] = {"card", "loan", ""};
    const auto& branch = branches[Below(3)];
    const auto& category = categories[Below(3)];
    ++ledger_["feedback_received"];
    pb::TicketEvent event;
    if (Below(5) == 0) {
      event.mutable_recorded()->set_type("praise");
      event.set_feedback_id(ToString(NamedUuid(kRecourseSpace, "f" + std::to_string(time_ms_))));
      *event.mutable_after() =
          DimensionsAt(branch, category, pb::TICKET_STATE_UNSPECIFIED, pb::CLOCK_STATE_UNSPECIFIED);
      return event;
    }
    event.mutable_opened();
    event.set_ticket_id(ToString(NamedUuid(kRecourseSpace, std::to_string(tickets_.size()))));
    ++ledger_["tickets_opened"];
    ToldTicket ticket{
        DimensionsAt(branch, category, pb::TICKET_STATE_OPEN, pb::CLOCK_STATE_RUNNING)};
    ticket.has_clocks = Below(4) != 0;
    if (ticket.has_clocks) {
      StartClock(ticket, pb::CLOCK_KIND_FIRST_RESPONSE);
      StartClock(ticket, pb::CLOCK_KIND_RESOLUTION);
    }
    SetMilliseconds(time_ms_, *ticket.dimensions.mutable_open_time());
    ticket.ticket_id = event.ticket_id();
    event.set_number("26-" + std::to_string(tickets_.size()));
    *event.mutable_after() = ticket.dimensions;
    tickets_.push_back(ticket);
    return event;
  }

  static pb::ClockStanding* Find(ToldTicket& ticket, pb::ClockKind kind) {
    for (auto& clock : *ticket.dimensions.mutable_clocks()) {
      if (clock.kind() == kind) return &clock;
    }
    return nullptr;
  }
  static void StartClock(ToldTicket& ticket, pb::ClockKind kind) {
    pb::ClockStanding* clock = Find(ticket, kind);
    if (clock == nullptr) clock = ticket.dimensions.add_clocks();
    clock->set_kind(kind);
    clock->set_cycle(clock->cycle() + 1);
    clock->set_state(pb::CLOCK_STATE_RUNNING);
  }
  static pb::ClockState StateOf(ToldTicket& ticket, pb::ClockKind kind) {
    if (!ticket.has_clocks) {
      return kind == pb::CLOCK_KIND_FIRST_RESPONSE ? ticket.dimensions.response_clock()
                                                   : pb::CLOCK_STATE_UNSPECIFIED;
    }
    const auto* clock = Find(ticket, kind);
    return clock == nullptr ? pb::CLOCK_STATE_UNSPECIFIED : clock->state();
  }
  static void SetState(ToldTicket& ticket, pb::ClockKind kind, pb::ClockState state) {
    if (kind == pb::CLOCK_KIND_FIRST_RESPONSE) ticket.dimensions.set_response_clock(state);
    if (ticket.has_clocks) Find(ticket, kind)->set_state(state);
  }
  static bool Runs(pb::ClockState state) {
    return state == pb::CLOCK_STATE_RUNNING || state == pb::CLOCK_STATE_WARNED;
  }
  static bool Owed(pb::ClockState state) {
    return Runs(state) || state == pb::CLOCK_STATE_BREACHED;
  }

  // Ends what is owed of this kind: in time where it still runs, else late.
  void EndClock(ToldTicket& ticket, pb::ClockKind kind, const char* duration,
                pb::TicketEvent& event) {
    const pb::ClockState state = StateOf(ticket, kind);
    if (!Owed(state)) return;
    SetState(ticket, kind, Runs(state) ? pb::CLOCK_STATE_MET : pb::CLOCK_STATE_MISSED);
    ++ledger_[Runs(state) ? "clocks_met" : "clocks_missed"];
    auto* ended = event.add_durations_ended();
    ended->set_kind(duration);
    ended->set_duration_ms(static_cast<std::int64_t>(Below(90'000'000)));
    if (Below(2) == 0) ended->set_business_ms(ended->duration_ms() / 3);
    ++ledger_[std::string(duration) + "_time"];
  }

  pb::TicketEvent Continue() {
    ToldTicket& ticket = tickets_[Below(tickets_.size())];
    pb::TicketEvent event;
    *event.mutable_before() = ticket.dimensions;
    event.set_ticket_id(ticket.ticket_id);
    event.set_number("26-" + std::to_string(&ticket - tickets_.data()));
    const auto state = ticket.dimensions.state();
    if (state == pb::TICKET_STATE_CLOSED) {
      event.mutable_noted();
    } else if (state == pb::TICKET_STATE_RESOLVED) {
      ContinueResolved(ticket, event);
    } else if (!Alarm(ticket, event)) {
      ContinueOpen(ticket, event);
    }
    *event.mutable_after() = ticket.dimensions;
    return event;
  }

  void ContinueResolved(ToldTicket& ticket, pb::TicketEvent& event) {
    const auto choice = Below(4);
    if (choice == 0 && !ticket.is_confirmed) {
      auto* confirmed = event.mutable_resolution_confirmed();
      confirmed->set_first_contact(Below(2) == 0);
      SetMilliseconds(ticket.resolve_ms, *confirmed->mutable_resolve_time());
      ticket.is_confirmed = true;
      ++ledger_["resolutions_confirmed"];
    } else if (choice == 1 && !ticket.is_confirmed) {
      auto* reopened = event.mutable_reopened();
      if (Below(2) == 0) SetMilliseconds(ticket.resolve_ms, *reopened->mutable_resolve_time());
      ticket.dimensions.set_state(pb::TICKET_STATE_TAKEN);
      if (ticket.has_clocks) StartClock(ticket, pb::CLOCK_KIND_RESOLUTION);
      ++ledger_["tickets_reopened"];
    } else if (choice == 2) {
      event.mutable_closed();
      ticket.dimensions.set_state(pb::TICKET_STATE_CLOSED);
    } else {
      Join(event);
    }
  }

  void Join(pb::TicketEvent& event) {
    event.mutable_joined();
    ++ledger_["feedback_received"];
    ++ledger_["contacts_repeated"];
  }

  // Of a clock by chance; false where there is nothing to tell of it.
  bool Alarm(ToldTicket& ticket, pb::TicketEvent& event) {
    constexpr pb::ClockKind kinds[] = {pb::CLOCK_KIND_FIRST_RESPONSE, pb::CLOCK_KIND_NEXT_RESPONSE,
                                       pb::CLOCK_KIND_RESOLUTION};
    const pb::ClockKind kind = kinds[Below(3)];
    const pb::ClockState state = StateOf(ticket, kind);
    const auto choice = Below(4);
    if (choice == 0 && Runs(state)) {
      if (ticket.has_clocks) event.mutable_clock_breached()->set_kind(kind);
      event.mutable_clock_breached();
      SetState(ticket, kind, pb::CLOCK_STATE_BREACHED);
      if (ticket.has_clocks) ticket.breach_ms[kind] = time_ms_;
      ++ledger_["clocks_breached"];
    } else if (choice == 1 && state == pb::CLOCK_STATE_RUNNING) {
      event.mutable_clock_warned();
      SetState(ticket, kind, pb::CLOCK_STATE_WARNED);
    } else if (choice == 2 && state == pb::CLOCK_STATE_BREACHED &&
               ticket.breach_ms.contains(kind)) {
      auto* revoked = event.mutable_clock_breach_revoked();
      revoked->set_kind(kind);
      SetMilliseconds(ticket.breach_ms[kind], *revoked->mutable_breach_time());
      SetState(ticket, kind, pb::CLOCK_STATE_MET);
      --ledger_["clocks_breached"];
      ++ledger_["clocks_met"];
    } else {
      return false;
    }
    return true;
  }

  void ContinueOpen(ToldTicket& ticket, pb::TicketEvent& event) {
    const auto choice = Below(7);
    if (choice == 0) {
      Join(event);
      if (ticket.has_clocks && !Owed(StateOf(ticket, pb::CLOCK_KIND_FIRST_RESPONSE)) &&
          !Owed(StateOf(ticket, pb::CLOCK_KIND_NEXT_RESPONSE))) {
        StartClock(ticket, pb::CLOCK_KIND_NEXT_RESPONSE);
      }
    } else if (choice == 1) {
      event.mutable_waiting();
      ticket.dimensions.set_state(pb::TICKET_STATE_WAITING);
    } else if (choice == 2) {
      event.mutable_transferred();
      ticket.breach_ms.clear();  // one revoked elsewhere is taken out there, which has its own test
      ticket.dimensions.set_branch_id("harbour");
      ticket.dimensions.set_region_id("region-of-harbour");
      ticket.dimensions.set_state(pb::TICKET_STATE_OPEN);
    } else if (choice < 5 || Owed(StateOf(ticket, pb::CLOCK_KIND_FIRST_RESPONSE))) {
      event.mutable_replied();
      ticket.dimensions.set_state(pb::TICKET_STATE_TAKEN);
      EndClock(ticket, pb::CLOCK_KIND_FIRST_RESPONSE, "first_response", event);
      EndClock(ticket, pb::CLOCK_KIND_NEXT_RESPONSE, "next_response", event);
    } else {
      event.mutable_resolved();
      ticket.dimensions.set_state(pb::TICKET_STATE_RESOLVED);
      EndClock(ticket, pb::CLOCK_KIND_RESOLUTION, "resolution", event);
      ticket.resolve_ms = time_ms_;
      ticket.is_confirmed = false;
      ++ledger_["tickets_resolved"];
    }
  }

  std::mt19937_64 chance_;
  FactRecords records_;
  std::vector<ToldTicket> tickets_;
  std::map<std::string, std::int64_t> ledger_;
  std::int64_t time_ms_ = 1'700'000'000'000;
};

}  // namespace recourse::kpi
