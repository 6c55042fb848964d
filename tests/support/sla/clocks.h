#pragma once

#include "services/routing/domain/sla/alarms.h"
#include "tests/support/sla/calendars.h"

// The clock's cases in their own notation: local times of Shanghai, on Tuesday 2026-03-03 where
// only a time of day is given, or on another day of that week: "Wed 09:30".
namespace recourse::routing::sla {

inline Timestamp T(const std::string& text) {
  static const Zone zone = ZoneOf("Asia/Shanghai");
  static const std::map<std::string, std::string> days = {
      {"Mon", "2026-03-02"}, {"Tue", "2026-03-03"}, {"Wed", "2026-03-04"}, {"Thu", "2026-03-05"},
      {"Fri", "2026-03-06"}, {"Sat", "2026-03-07"}, {"Sun", "2026-03-08"}, {"Nxt", "2026-03-09"}};
  if (text.size() > 10 && text[4] == '-') return First(zone, Civil(text));
  const auto day = days.find(text.substr(0, 3));
  return day == days.end() ? First(zone, Civil("2026-03-03 " + text))
                           : First(zone, Civil(day->second + text.substr(3)));
}

inline std::string Local(Timestamp time) {
  static const Zone zone = ZoneOf("Asia/Shanghai");
  const CivilTime civil = ToCivil(zone, time);
  static const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::string spoken = Spoken(Timestamp(civil.time_since_epoch()));
  const std::string clock =
      spoken.substr(11, 5) + (spoken.substr(16, 7) == ":00.000" ? "" : spoken.substr(16, 7));
  const Date monday = Day("2026-03-02");
  if (DateOf(civil) < monday || DateOf(civil) >= monday + std::chrono::days(7)) {
    return spoken.substr(0, 10) + " " + clock;
  }
  return std::string(kDays[WeekdayOf(DateOf(civil))]) + " " + clock;
}
inline std::string Local(const DueTime& due) { return due.time ? Local(*due.time) : "none"; }

inline const Calendars& Known() {
  static const Calendars all = AllCalendars();
  return all;
}

inline ClockEvent Start(const std::string& time, Target target = Duration(30min),
                        const std::string& calendar = "SH", const std::string& holder = "") {
  return {T(time), Started{calendar, target, holder}};
}
inline ClockEvent Pause(const std::string& time, const std::string& reason = "customer") {
  return {T(time), Paused{reason}};
}
inline ClockEvent Resume(const std::string& time, const std::string& reason = "customer") {
  return {T(time), Resumed{reason}};
}
inline ClockEvent HandTo(const std::string& time, const std::string& calendar,
                         const std::string& holder = "", bool returned = false) {
  return {T(time), Transferred{calendar, holder, returned}};
}
inline ClockEvent Retarget(const std::string& time, Target target,
                           RetargetMode mode = RetargetMode::kRetroactive, Duration grace = 0min,
                           const std::string& cause = "policy_change") {
  return {T(time), Retargeted{target, mode, grace, cause}};
}
inline ClockEvent Answer(const std::string& time) { return {T(time), Satisfied{}}; }

inline Account Folded(const std::vector<ClockEvent>& events, const Calendars& calendars = Known()) {
  auto folded = Fold(events, calendars);
  if (auto* refusal = std::get_if<Refusal>(&folded)) throw std::runtime_error(refusal->slug);
  return std::get<Account>(folded);
}
inline std::string RefusedAs(const std::vector<ClockEvent>& events) {
  const auto folded = Fold(events, Known());
  const auto* refusal = std::get_if<Refusal>(&folded);
  return refusal == nullptr ? "" : refusal->slug;
}

inline Outcome Judged(const std::vector<ClockEvent>& events, const std::string& until,
                      const Calendars& calendars = Known()) {
  return Judge(Folded(events, calendars), calendars, T(until));
}
// The due time as it stands right after the last event.
inline std::string DueOf(const std::vector<ClockEvent>& events,
                         const Calendars& calendars = Known()) {
  return Local(Judge(Folded(events, calendars), calendars, events.back().time).due);
}
// "met Tue 10:30": the verdict at an instant, and the due time.
inline std::string VerdictOf(const std::vector<ClockEvent>& events, const std::string& until,
                             const Calendars& calendars = Known()) {
  const Outcome outcome = Judged(events, until, calendars);
  return std::string(NameOf(outcome.verdict)) + " " + Local(outcome.due);
}

// "w1 Wed 09:05; breach Wed 09:15; L1 ...": what stands at `until`, passed and to come.
inline std::string AlarmsOf(const std::vector<ClockEvent>& events, const AlarmRules& rules,
                            const std::string& until, const Calendars& calendars = Known()) {
  std::string text;
  for (const Alarm& alarm : Alarms(Folded(events, calendars), calendars, rules, T(until))) {
    static const char* kKinds[] = {"w", "breach", "L"};
    text += (text.empty() ? "" : "; ") + std::string(kKinds[static_cast<int>(alarm.kind)]) +
            (alarm.level > 0 ? std::to_string(alarm.level) : "") + " " + Local(alarm.time);
  }
  return text;
}

}  // namespace recourse::routing::sla
