#include "services/routing/domain/response_clock.h"

namespace recourse::routing {

ResponseClock StartClock(Timestamp now, const ResponseStandard& standard) {
  ResponseClock clock;
  clock.start_time = now;
  clock.warn_time = now + standard.warn_after;
  clock.due_time = now + standard.target;
  clock.target_ms = standard.target.count();
  return clock;
}

bool Owed(const ResponseClock& clock) {
  return clock.state == ClockState::kRunning || clock.state == ClockState::kWarned ||
         clock.state == ClockState::kBreached;
}

ResponseClock Answered(ResponseClock clock, Timestamp now) {
  clock.state = now <= clock.due_time ? ClockState::kMet : ClockState::kMissed;
  clock.response_time = now;
  return clock;
}

// The version is the instant itself: a clock that is moved has new timers.
Timer TimerOf(const TicketId& ticket_id, ClockTimer kind, const ResponseClock& clock) {
  const bool warn = kind == ClockTimer::kWarn;
  const Timestamp time = warn ? clock.warn_time : clock.due_time;
  return {ToString(ticket_id) + (warn ? "/warn" : "/due"), time.time_since_epoch().count(), time};
}

std::vector<Timer> TimersOf(const TicketId& ticket_id, const ResponseClock& clock) {
  std::vector<Timer> timers;
  if (clock.state == ClockState::kRunning) {
    timers.push_back(TimerOf(ticket_id, ClockTimer::kWarn, clock));
  }
  if (clock.state == ClockState::kRunning || clock.state == ClockState::kWarned) {
    timers.push_back(TimerOf(ticket_id, ClockTimer::kDue, clock));
  }
  return timers;
}

}  // namespace recourse::routing
