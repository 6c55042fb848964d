#include "services/routing/domain/decide.h"

#include "services/common/core/check.h"
#include "services/routing/domain/acting.h"
#include "services/routing/domain/receive.h"
#include "services/routing/domain/reclassify.h"
#include "services/routing/domain/suggest.h"

namespace recourse::routing {
namespace {

constexpr const char* kConfirm = "/confirm";
constexpr const char* kReclock = "/reclock";

Decision On(const View& view, const FeedbackClassified& event, Timestamp now,
            const Policy& policy) {
  Decision decision = Receive(view, event, now, policy);
  SuggestExpected(event, now, policy, decision);
  return decision;
}

Decision On(const View& view, const SimilarFeedbackFound& event, Timestamp now,
            const Policy& policy) {
  return Suggest(view, event, now, policy);
}

Decision On(const View& view, const FeedbackReclassified& event, Timestamp now,
            const Policy& policy) {
  return Reclassify(view, event, now, policy);
}

Decision On(const View&, const NothingAsked&, Timestamp, const Policy&) { return {}; }

// Says whatever of the ticket's clocks has passed: it may be nothing any more.
Decision On(const View& view, const AlarmTimePassed& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || PassedAlarms(ticket->clocks, now).empty()) return {};
  Telling telling(event.ticket_id, *ticket, now);
  telling.SayPassedAlarms();
  return Told(view, event.file_id, telling);
}

std::string NameOf(const sla::Alarm& alarm) {
  if (alarm.kind == sla::Alarm::Kind::kWarning) return "warn";
  return alarm.kind == sla::Alarm::Kind::kBreach ? "due" : "level" + std::to_string(alarm.level);
}

std::string NameOf(const sla::ClockName& clock) {
  return std::string(sla::NameOf(clock.kind)) + "." + std::to_string(clock.cycle);
}

// The version is the instant itself: an alarm that is moved has a new timer.
Timer TimerAt(Timestamp time, std::string name) {
  return {std::move(name), time.time_since_epoch().count(), time};
}

}  // namespace

Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy) {
  return std::visit([&](const auto& e) { return On(view, e, now, policy); }, event);
}

FileId FileOf(const Event& event) {
  return std::visit(
      [](const auto& e) {
        if constexpr (requires { e.file_id; }) return e.file_id;
        return FileId();
      },
      event);
}

std::vector<Timer> TimersOf(const TicketId& ticket_id, const Ticket& ticket) {
  const std::string id = ToString(ticket_id);
  std::vector<Timer> timers;
  for (const auto& [name, clock] : ticket.clocks) {
    if (clock.alarms.empty()) continue;
    const sla::Alarm& next = clock.alarms.front();
    timers.push_back(TimerAt(next.time, id + "/" + NameOf(name) + "/" + NameOf(next)));
  }
  if (ticket.confirm_time) timers.push_back(TimerAt(*ticket.confirm_time, id + kConfirm));
  if (ticket.reclock) timers.push_back(TimerAt(ticket.reclock->time, id + kReclock));
  return timers;
}

std::vector<Timer> Domain::TimersOf(const State& file) {
  std::vector<Timer> timers;
  for (const auto& [ticket_id, ticket] : file.tickets) {
    for (auto& timer : routing::TimersOf(ticket_id, ticket)) timers.push_back(std::move(timer));
  }
  return timers;
}

Event Domain::Fired(const Key& file_id, const Timer& timer) {
  const auto slash = timer.name.find('/');
  const auto ticket_id = ParseUuid(timer.name.substr(0, slash));
  RECOURSE_CHECK(ticket_id.has_value());
  const std::string what = timer.name.substr(slash);
  if (what == kConfirm) return ConfirmTimePassed{file_id, TicketId(*ticket_id)};
  if (what == kReclock) return ReclockTimePassed{file_id, TicketId(*ticket_id)};
  return AlarmTimePassed{file_id, TicketId(*ticket_id)};
}

}  // namespace recourse::routing
