#pragma once

#include <string>

#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {

// A calendar or a file of days as people write it; README.md shows the shape. `file` is named in
// refusals, which say line, what and what to do. Unknown keys, doubled dates and values of another
// kind are refused. Zones are not looked up here, nor are the files of `holidays_from` read.
StatusOr<CalendarFile> ReadCalendarYaml(const std::string& file, const std::string& text);

// The days of `file`, without a week, in the same shape: reading it gives the same days. `heading`
// is put before it as comment, line by line.
std::string WriteDaysYaml(const CalendarFile& file, const std::vector<std::string>& heading);

}  // namespace recourse::ctl::calendar
