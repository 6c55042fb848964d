#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/common/core/check.h"
#include "services/recoursectl/calendar/calendar_merge.h"
#include "services/recoursectl/calendar/calendar_month.h"
#include "services/recoursectl/calendar/calendar_yaml.h"

// What holds of every file that a calendar reader takes.
namespace recourse::ctl::calendar {

inline bool SameDays(const CalendarFile& a, const CalendarFile& b) {
  const auto same_holiday = [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.name == y.second.name;
  };
  const auto same_working = [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.name == y.second.name && x.second.like == y.second.like &&
           x.second.hours == y.second.hours;
  };
  return std::equal(a.holidays.begin(), a.holidays.end(), b.holidays.begin(), b.holidays.end(),
                    same_holiday) &&
         std::equal(a.working_days.begin(), a.working_days.end(), b.working_days.begin(),
                    b.working_days.end(), same_working) &&
         a.closures == b.closures && a.known_until == b.known_until;
}

inline void WrittenDaysAreReadAgain(const CalendarFile& file) {
  const auto again = ReadCalendarYaml("again.yaml", WriteDaysYaml(file, {"heading"}));
  RECOURSE_CHECK(again.ok());
  RECOURSE_CHECK(SameDays(file, *again));
}

// The file as a branch of its own, and as days for a branch in Shanghai.
inline void MergedCalendarHolds(const CalendarFile& file) {
  CalendarFile branch{.file = "branch.yaml", .zone = "Asia/Shanghai"};
  branch.week.emplace();
  for (unsigned day = 0; day < 5; ++day) {
    (*branch.week)[day] = {{std::chrono::hours(9), std::chrono::hours(18)}};
  }
  for (const auto& calendar :
       {MakeCalendar("own", file, {}), MakeCalendar("days", branch, {file})}) {
    if (!calendar.ok()) continue;
    RECOURSE_CHECK(!routing::sla::FaultOf(calendar->calendar).has_value());
    RECOURSE_CHECK(!MonthText(*calendar, *ReadMonth("2026-10")).empty());
  }
}

}  // namespace recourse::ctl::calendar
