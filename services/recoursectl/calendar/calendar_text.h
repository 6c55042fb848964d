#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/routing/adapters/civil_text.h"
#include "services/routing/domain/sla/calendar.h"

namespace recourse::ctl::calendar {

// What people write in files and options beyond single dates and times (see routing's
// civil_text.h): ranges, weeks, hours. Each reader takes the whole text or nothing.

using routing::CivilText;
using routing::DateText;

// 2026-01-31: a date that exists, of the years 1970 to 2099.
std::optional<Date> ReadDate(std::string_view text);

struct DateRange {
  Date first;
  Date last;  // inclusive
};
// One date, or FIRST..LAST of at most kRangeDaysMax days.
std::optional<DateRange> ReadDateRange(std::string_view text);
inline constexpr int kRangeDaysMax = 400;

// 2026-10: its first and last date.
std::optional<DateRange> ReadMonth(std::string_view text);

// 2026-03-03T14:00, of the same years; 24:00 is the end of the date.
std::optional<CivilTime> ReadCivilTime(std::string_view text);

// "09:00-12:00, 13:30-17:30": a close up to 24:00, or on the next day where it is not after its
// open. "closed" is no window at all.
std::optional<routing::sla::Windows> ReadWindows(std::string_view text);

// "mon", "mon-fri", "sat-mon", "mon, wed-fri": Monday is 0; ascending, each once.
std::optional<std::vector<unsigned>> ReadWeekdays(std::string_view text);

std::string RangeText(const DateRange& range);               // 2026-01-31, 2026-02-15..2026-02-23
std::string WindowText(const routing::sla::Window& window);  // 09:00-12:00
std::string NameOfWeekday(unsigned weekday);                 // mon

std::string_view Trimmed(std::string_view text);
// The parts between separators, trimmed; one empty part of an empty text.
std::vector<std::string_view> Split(std::string_view text, char separator);

}  // namespace recourse::ctl::calendar
