#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::ctl::calendar {

// A content line, unfolded: `DTSTART;VALUE=DATE:20260101`.
struct IcalLine {
  int line = 0;       // where it begins in the file, from 1
  std::string name;   // in capitals
  std::string text;   // the whole of it
  std::string value;  // what follows the colon
};

// One VEVENT with those of its lines that say when it is and what kind of day it makes; what stands
// in components inside of it (VALARM) is left out.
struct IcalEventLines {
  int line = 0;
  std::vector<IcalLine> lines{};
};

struct IcalLines {
  std::string zone{};                              // X-WR-TIMEZONE
  std::map<std::string, std::string> locations{};  // X-LIC-LOCATION of each VTIMEZONE, by its TZID
  std::vector<IcalEventLines> events{};
};

inline constexpr std::size_t kIcalEventsMax = 20'000;
inline constexpr std::size_t kIcalDepthMax = 8;              // components inside each other
inline constexpr std::size_t kIcalLineBytesMax = 64 * 1024;  // unfolded
inline constexpr std::size_t kIcalEventLinesMax = 64;        // of those that are kept

// The structure of an iCalendar file (RFC 5545, section 3.1): lines, folds, components. A byte
// order mark, bare line feeds and folds inside a character are taken, as published files have them.
// Refused with the line: what is not UTF-8, control characters, a component that does not end where
// it should, a file without or with several VCALENDAR, and what goes beyond the limits.
StatusOr<IcalLines> ReadIcalLines(const std::string& file, std::string_view text);

}  // namespace recourse::ctl::calendar
