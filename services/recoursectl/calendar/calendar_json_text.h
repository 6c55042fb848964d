#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "services/recoursectl/calendar/calendar_load.h"

namespace recourse::ctl::calendar {

// {"calendars": {ID: {...}}} as `sla explain` reads it, or {"days": {...}} of a file without a
// week.
boost::json::object JsonOf(const Loaded& loaded);

// The same document on several lines: an object a line for each of its fields, a list on one line.
std::string OnLines(const boost::json::object& document);

}  // namespace recourse::ctl::calendar
