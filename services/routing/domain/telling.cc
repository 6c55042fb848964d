#include "services/routing/domain/telling.h"

#include <utility>

namespace recourse::routing {
namespace {

std::vector<ClockStanding> StandingsOf(const Clocks& clocks) {
  std::vector<ClockStanding> standings;
  for (const auto& [name, clock] : clocks) {
    if (!standings.empty() && standings.back().name.kind == name.kind) standings.pop_back();
    standings.push_back({name, clock.state, clock.due_time, clock.breach_cause});
  }
  return standings;
}

// A new target that came after the due time which it makes: nobody could keep that any more.
std::string BreachCauseOf(const Clock& clock, Timestamp due_time) {
  for (auto event = clock.events.rbegin(); event != clock.events.rend(); ++event) {
    const auto* change = std::get_if<sla::Retargeted>(&event->what);
    if (change != nullptr) return due_time < event->time ? change->cause : "";
  }
  return "";
}

}  // namespace

Dimensions DimensionsOf(const Ticket& ticket) {
  Dimensions dimensions{ticket.branch_id, ticket.region_id, ticket.category, ticket.channel,
                        ticket.agent_id,  ticket.severity,  ticket.state};
  if (const Clock* first = LastOf(ticket.clocks, sla::ClockKind::kFirstResponse)) {
    dimensions.response_clock = first->state;
  }
  dimensions.clocks = StandingsOf(ticket.clocks);
  dimensions.open_time = ticket.open_time;
  return dimensions;
}

TicketOpened OpeningOf(const Ticket& ticket) {
  TicketOpened opened;
  opened.subject = ticket.subject;
  opened.routing_rule = ticket.routing_rule;
  opened.calendar_id = ticket.calendar_id;
  if (const Clock* first = LastOf(ticket.clocks, sla::ClockKind::kFirstResponse)) {
    opened.due_time = first->due_time;
    opened.warn_time = first->warn_time;
    opened.target = first->target;
  }
  return opened;
}

Telling::Telling(TicketId ticket_id, Ticket ticket, Timestamp now)
    : ticket_id_(ticket_id), ticket_(std::move(ticket)), now_(now), before_(DimensionsOf(ticket_)) {
  origin_.occurred_time = now;
}

void Telling::Because(const FeedbackClassified& feedback) {
  origin_.feedback_id = feedback.feedback_id;
  origin_.occurred_time = feedback.occurred_time;
  origin_.model_version = feedback.model_version;
  origin_.rules_version = feedback.rules_version;
}

void Telling::Say(What what, std::vector<EndedDuration> ended) {
  Fact fact = origin_;
  fact.ticket_id = ticket_id_;
  fact.ticket_version = ++ticket_.version;
  fact.number = ticket_.number;
  fact.customer_id = ticket_.customer_id;
  fact.recorded_time = now_;
  fact.before = before_;
  fact.after = DimensionsOf(ticket_);
  fact.durations_ended = std::move(ended);
  fact.versions = ticket_.versions;
  fact.cycle = ticket_.cycle;
  fact.language = ticket_.language;
  fact.what = std::move(what);
  before_ = fact.after;
  facts_.push_back(std::move(fact));
}

void Telling::Open(TicketOpened what) {
  before_.reset();
  Say(std::move(what));
}

void Telling::SayPassedAlarms() {
  const auto passed = PassedAlarms(ticket_.clocks, now_);
  SettlePassed(ticket_.clocks, now_);
  for (const auto& [name, alarm] : passed) {
    Clock& clock = ticket_.clocks.at(name);
    const Timestamp due = clock.due_time.value_or(alarm.time);
    if (alarm.kind == sla::Alarm::Kind::kWarning) {
      if (clock.state == ClockState::kRunning) clock.state = ClockState::kWarned;
      Say(ClockWarned{due, name});
    } else if (alarm.kind == sla::Alarm::Kind::kBreach) {
      clock.state = ClockState::kBreached;
      clock.breach_time = now_;
      clock.breach_cause = BreachCauseOf(clock, alarm.time);
      Say(ClockBreached{due, name, clock.breach_cause});
    } else {
      Say(ClockEscalated{due, name, alarm.level});
    }
  }
}

}  // namespace recourse::routing
