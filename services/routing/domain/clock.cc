#include "services/routing/domain/clock.h"

#include <algorithm>
#include <tuple>

namespace recourse::routing {
namespace {

using Kind = sla::Alarm::Kind;

// Of the target in force: what was said of one that was replaced does not count.
bool HasSaid(const Clock& clock, Kind kind, const sla::Account& account) {
  const int version = static_cast<int>(account.superseded.size()) + 1;
  return std::any_of(clock.said.begin(), clock.said.end(), [&](const sla::Alarm& alarm) {
    return alarm.kind == kind && alarm.due_version == version;
  });
}

// The same alarm, wherever a pause or another calendar has moved it.
bool IsSame(const sla::Alarm& a, const sla::Alarm& b) {
  return std::tie(a.kind, a.level, a.due_version) == std::tie(b.kind, b.level, b.due_version);
}

bool IsSaid(const Clock& clock, const sla::Alarm& alarm) {
  return std::any_of(clock.said.begin(), clock.said.end(),
                     [&](const sla::Alarm& said) { return IsSame(said, alarm); });
}

ClockState StateOf(const Clock& clock, const sla::Account& account, sla::Verdict verdict) {
  if (account.cancelled_time) return ClockState::kCancelled;
  if (sla::HasEnded(account)) {
    return verdict == sla::Verdict::kMissed ? ClockState::kMissed : ClockState::kMet;
  }
  if (HasSaid(clock, Kind::kBreach, account)) return ClockState::kBreached;
  if (!account.current.reasons.empty()) return ClockState::kPaused;
  return HasSaid(clock, Kind::kWarning, account) ? ClockState::kWarned : ClockState::kRunning;
}

std::string ReasonOf(const sla::Account& account, const sla::DueTime& due) {
  if (account.cancelled_time) return account.cancelled_reason;
  switch (due.absence) {
    case sla::DueTime::Absence::kNone:
      return "";
    case sla::DueTime::Absence::kNeverOpens:
      return "calendar-never-opens";
    case sla::DueTime::Absence::kNotKnown:
      return "calendar-not-known";
    case sla::DueTime::Absence::kOutOfRange:
      return "out-of-range";
  }
  return "";
}

void TakeAlarms(Clock& clock, const std::vector<sla::Alarm>& alarms) {
  clock.alarms.clear();
  clock.warn_time.reset();
  for (const sla::Alarm& alarm : alarms) {
    if (alarm.kind == Kind::kWarning && !clock.warn_time) clock.warn_time = alarm.time;
    if (!IsSaid(clock, alarm)) clock.alarms.push_back(alarm);
  }
}

}  // namespace

bool IsOwed(const Clock& clock) {
  return clock.state != ClockState::kMet && clock.state != ClockState::kMissed &&
         clock.state != ClockState::kCancelled;
}

void Refresh(Clock& clock, const sla::Calendars& calendars, const sla::AlarmRules& rules,
             Timestamp now) {
  const auto folded = sla::Fold(clock.events, calendars);
  const auto* account = std::get_if<sla::Account>(&folded);
  if (account == nullptr) return;
  const sla::Outcome outcome = sla::Judge(*account, calendars, now);
  clock.state = StateOf(clock, *account, outcome.verdict);
  clock.start_time = account->start_time;
  clock.due_time = outcome.due.time;
  clock.target = outcome.target;
  clock.consumed = outcome.consumed;
  clock.calendar_id = account->record.fixed_due ? account->term_calendar_id
                                                : account->current.calendar_id;
  clock.reason = ReasonOf(*account, outcome.due);
  if (sla::HasEnded(*account)) clock.end_time = sla::EndOf(*account, now);
  TakeAlarms(clock, sla::Alarms(*account, calendars, rules, now));
}

const Clock* LastOf(const Clocks& clocks, sla::ClockKind kind) {
  const Clock* last = nullptr;
  for (const auto& [name, clock] : clocks) {
    if (name.kind == kind) last = &clock;
  }
  return last;
}

const Clock* AnswerClock(const Clocks& clocks) {
  const Clock* first = LastOf(clocks, sla::ClockKind::kFirstResponse);
  const Clock* next = LastOf(clocks, sla::ClockKind::kNextResponse);
  return next == nullptr || (first != nullptr && IsOwed(*first)) ? first : next;
}

bool IsAnswerOwed(const Clocks& clocks) {
  const Clock* answer = AnswerClock(clocks);
  return answer != nullptr && IsOwed(*answer);
}

std::vector<PassedAlarm> PassedAlarms(const Clocks& clocks, Timestamp now) {
  std::vector<PassedAlarm> passed;
  for (const auto& [name, clock] : clocks) {
    const bool late = std::any_of(
        clock.alarms.begin(), clock.alarms.end(),
        [&](const sla::Alarm& alarm) { return alarm.kind == Kind::kBreach && alarm.time < now; });
    for (const sla::Alarm& alarm : clock.alarms) {
      if (alarm.time >= now || (late && alarm.kind == Kind::kWarning)) continue;
      passed.push_back({name, alarm});
    }
  }
  std::stable_sort(passed.begin(), passed.end(), [](const PassedAlarm& a, const PassedAlarm& b) {
    return a.alarm.time < b.alarm.time;
  });
  return passed;
}

void SettlePassed(Clocks& clocks, Timestamp now) {
  for (auto& [name, clock] : clocks) {
    for (const sla::Alarm& alarm : clock.alarms) {
      if (alarm.time < now && !IsSaid(clock, alarm)) clock.said.push_back(alarm);
    }
    std::erase_if(clock.alarms, [&](const sla::Alarm& alarm) { return alarm.time < now; });
  }
}

void ForgetOldest(Clocks& clocks) {
  std::map<sla::ClockKind, int> last;
  for (const auto& [name, clock] : clocks) last[name.kind] = name.cycle;
  std::erase_if(clocks, [&](const auto& entry) {
    const auto& [name, clock] = entry;
    return name.cycle + kClocksOfKindMax <= last[name.kind] && !IsOwed(clock);
  });
}

}  // namespace recourse::routing
