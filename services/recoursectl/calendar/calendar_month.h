#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "services/recoursectl/calendar/calendar_merge.h"
#include "services/recoursectl/calendar/calendar_text.h"

namespace recourse::ctl::calendar {

// One date as a person checks it. `open` are the windows that open on it, closures taken away, as
// time since its 00:00: beyond 24 h is the next day.
struct MonthDay {
  Date date;
  bool known = true;
  Windows open{};
  std::vector<std::string> reasons{};  // holiday, working day, own hours, closure, change of clocks
};

std::vector<MonthDay> DaysOf(const NamedCalendar& calendar, const DateRange& range);

// A line a date, for people.
std::string MonthText(const NamedCalendar& calendar, const DateRange& month);
boost::json::object MonthJson(const NamedCalendar& calendar, const DateRange& month);

}  // namespace recourse::ctl::calendar
