#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {

// Why a date is not as its week day, for people; the calendar itself keeps no names.
struct DayReason {
  enum class Kind { kHoliday, kWorkingDay, kOwnHours };
  Kind kind = Kind::kHoliday;
  std::string name{};
};

struct NamedCalendar {
  routing::sla::Calendar calendar;
  std::map<Date, DayReason> reasons{};
};

// One calendar of a branch's file and the files of days that hold for it. Of one date the branch's
// `dates` count first, then its own holidays and working days, then those of the files. Known until
// the earliest date that any of them gives. Refused: two files that contradict each other, a
// working day without hours to take, closures of another zone, an unknown zone, and what the
// calendar itself refuses (sla/calendar.h).
StatusOr<NamedCalendar> MakeCalendar(const std::string& calendar_id, const CalendarFile& branch,
                                     const std::vector<CalendarFile>& holidays);

}  // namespace recourse::ctl::calendar
