#include "services/recoursectl/calendar/calendar_text.h"

#include <algorithm>
#include <array>

namespace recourse::ctl::calendar {
namespace {

using routing::sla::Window;
using routing::sla::Windows;

constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu",
                                                       "fri", "sat", "sun"};
constexpr int kYearMin = 1970;
constexpr int kYearMax = 2099;

bool IsYearOfCalendar(Date date) {
  const int year{std::chrono::year_month_day(date).year()};
  return year >= kYearMin && year <= kYearMax;
}

std::optional<Window> ReadWindow(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto open = routing::ParseTimeOfDay(Trimmed(text.substr(0, dash)));
  const auto close = routing::ParseTimeOfDay(Trimmed(text.substr(dash + 1)));
  if (!open || !close || *open == kDay) return std::nullopt;
  return Window{*open, *close};
}

std::optional<unsigned> ReadWeekday(std::string_view text) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<unsigned>(found - kWeekdays.begin());
}

// Adds `mon` or `mon-fri`; false where it is neither or a day is there already.
bool AddWeekdays(std::string_view text, std::array<bool, 7>& days) {
  const auto dash = text.find('-');
  const auto first = ReadWeekday(Trimmed(text.substr(0, dash)));
  const auto last =
      dash == std::string_view::npos ? first : ReadWeekday(Trimmed(text.substr(dash + 1)));
  if (!first || !last) return false;
  for (unsigned day = *first;; day = (day + 1) % 7) {
    if (days[day]) return false;
    days[day] = true;
    if (day == *last) return true;
  }
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(Trimmed(text.substr(begin, end - begin)));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::optional<Date> ReadDate(std::string_view text) {
  const auto date = routing::ParseDate(text);
  return date && IsYearOfCalendar(*date) ? date : std::nullopt;
}

std::optional<DateRange> ReadDateRange(std::string_view text) {
  const auto dots = text.find("..");
  const auto first = ReadDate(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : ReadDate(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  if (*last - *first >= std::chrono::days(kRangeDaysMax)) return std::nullopt;
  return DateRange{*first, *last};
}

std::optional<DateRange> ReadMonth(std::string_view text) {
  const auto first = ReadDate(std::string(text) + "-01");
  if (!first) return std::nullopt;
  const std::chrono::year_month_day date(*first);
  return DateRange{*first, Date(date.year() / date.month() / std::chrono::last)};
}

std::optional<CivilTime> ReadCivilTime(std::string_view text) {
  const auto time = routing::ParseCivil(text);
  return time && IsYearOfCalendar(DateOf(*time)) ? time : std::nullopt;
}

std::optional<Windows> ReadWindows(std::string_view text) {
  Windows windows;
  if (Trimmed(text) == "closed") return windows;
  for (const std::string_view part : Split(text, ',')) {
    const auto window = ReadWindow(part);
    if (!window) return std::nullopt;
    windows.push_back(*window);
  }
  return windows;
}

std::optional<std::vector<unsigned>> ReadWeekdays(std::string_view text) {
  std::array<bool, 7> there{};
  for (const std::string_view part : Split(text, ',')) {
    if (!AddWeekdays(part, there)) return std::nullopt;
  }
  std::vector<unsigned> days;
  for (unsigned day = 0; day < there.size(); ++day) {
    if (there[day]) days.push_back(day);
  }
  return days;
}

std::string RangeText(const DateRange& range) {
  if (range.first == range.last) return DateText(range.first);
  return DateText(range.first) + ".." + DateText(range.last);
}

std::string WindowText(const Window& window) {
  return routing::TimeOfDayText(window.open) + "-" + routing::TimeOfDayText(window.close);
}

std::string NameOfWeekday(unsigned weekday) { return std::string(kWeekdays[weekday]); }

}  // namespace recourse::ctl::calendar
