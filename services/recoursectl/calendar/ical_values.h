#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/core/civil.h"
#include "services/recoursectl/calendar/ical_lines.h"

namespace recourse::ctl::calendar {

// A date, or a time in UTC, in a zone by its TZID, or in no zone (wherever the reader is).
struct IcalTime {
  CivilTime time;
  bool is_date = false;
  bool is_utc = false;
  std::string zone_id{};
};

// DURATION: so many days by the calendar, and then so long by the clock.
struct IcalSpan {
  std::chrono::days days{};
  Duration time{};
};

// RRULE, checked.
struct IcalRule {
  std::string text;  // FREQ=YEARLY;BYMONTH=5;BYDAY=1MO
  bool endless = false;
  std::optional<IcalTime> until{};
};

inline constexpr std::size_t kIcalTimesMax = 499;      // of one line: libical drops more unsaid
inline constexpr std::size_t kOccurrencesMax = 4'096;  // of one event

// The values of a content line, by libical; the only place that knows it. Each gives nothing where
// the line is not what RFC 5545 has. libical is lenient, so what it read is compared with what is
// written. Safe from several threads.

// One or several dates or times of 1900 to 2099.
std::vector<IcalTime> ReadIcalTimes(const IcalLine& line);
// A text without escapes, on one line.
std::optional<std::string> ReadIcalText(const IcalLine& line);
// Not negative, and of less than 100,000 in each of its parts.
std::optional<IcalSpan> ReadIcalSpan(const IcalLine& line);
// Of FREQ=DAILY to YEARLY with INTERVAL, COUNT, UNTIL, BYDAY and WKST; of MONTHLY and YEARLY also
// with BYMONTH and BYMONTHDAY.
std::optional<IcalRule> ReadIcalRule(const IcalLine& line);

// The beginnings that a rule gives from `start` to `bound`, both included, in the civil time of
// `start`; at most kOccurrencesMax + 1, so that more can be told.
std::vector<CivilTime> Occurrences(const IcalRule& rule, const IcalTime& start, CivilTime bound);

}  // namespace recourse::ctl::calendar
