#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/routing/domain/sla/promises.h"

namespace recourse::routing {

// kWarned runs still; kBreached ran past its due time and is still owed; kMissed was kept too late.
enum class ClockState {
  kRunning = 1,
  kWarned = 2,
  kBreached = 3,
  kMet = 4,
  kMissed = 5,
  kCancelled = 6,
  kPaused = 7,
};

// One promise of a ticket. `events` are the truth; the rest is what they come to, worked out when
// the ticket changed, so that alarms and timers need no policy.
struct Clock {
  std::vector<sla::ClockEvent> events;
  ClockState state = ClockState::kRunning;  // as the facts have said so far
  Timestamp start_time;
  std::optional<Timestamp> due_time{};  // the last instant that keeps it; none while paused
  std::optional<Timestamp> warn_time{};
  std::optional<Timestamp> breach_time{};  // when the breach was recorded
  // What had put the due time into the past: policy_change, reclassification. Empty where the time
  // ran out, and before there is a breach.
  std::string breach_cause{};
  std::optional<Timestamp> end_time{};
  Duration target{};
  Duration consumed{};               // permitted time used up at the last change
  std::string calendar_id;           // at the last change
  std::string reason;                // why there is no due time, or no verdict
  std::vector<sla::Alarm> alarms{};  // not said yet, ascending by time
  std::vector<sla::Alarm> said{};
  friend bool operator==(const Clock&, const Clock&) = default;
};
using Clocks = std::map<sla::ClockName, Clock>;

// The promise is owed still: running, paused, or breached and not kept.
bool IsOwed(const Clock& clock);

// Works `clock` out again after its events changed. Total: events that cannot be folded (a calendar
// that is gone) leave it as it was.
void Refresh(Clock& clock, const sla::Calendars& calendars, const sla::AlarmRules& rules,
             Timestamp now);

// The last clock of a kind, or null.
const Clock* LastOf(const Clocks& clocks, sla::ClockKind kind);

// The promise of an answer that a reader looks at first: the first response while it is owed or was
// the only one, else the last next response. Null where the standard promises neither.
const Clock* AnswerClock(const Clocks& clocks);
// The customer waits for an answer.
bool IsAnswerOwed(const Clocks& clocks);

// An alarm whose instant has passed, of one clock.
struct PassedAlarm {
  sla::ClockName clock;
  sla::Alarm alarm;
  friend bool operator==(const PassedAlarm&, const PassedAlarm&) = default;
};
// What is to be said now, by time: never at its instant, only after it. A warning whose breach has
// passed too (after an outage) comes too late to help, and is left out.
std::vector<PassedAlarm> PassedAlarms(const Clocks& clocks, Timestamp now);
// Marks all alarms that have passed as said, warnings left out included.
void SettlePassed(Clocks& clocks, Timestamp now);

// Finished clocks of one kind that are kept with a ticket; older ones are in its facts.
inline constexpr int kClocksOfKindMax = 20;
void ForgetOldest(Clocks& clocks);

}  // namespace recourse::routing
