#include "services/routing/adapters/civil_text.h"

#include <algorithm>

namespace recourse::routing {
namespace {

using namespace std::chrono;  // NOLINT: calendar names

// Whether `text` is digits and marks as `shape` has them, with 9 for any digit.
bool HasShape(std::string_view text, std::string_view shape) {
  return std::equal(text.begin(), text.end(), shape.begin(), shape.end(), [](char c, char s) {
    return s == '9' ? c >= '0' && c <= '9' : c == s;
  });
}

int NumberAt(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
  return value;
}

std::string Digits(long long value, std::size_t digits) {
  const std::string text = std::to_string(value);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

std::optional<Date> ParseDate(std::string_view text) {
  if (!HasShape(text, "9999-99-99")) return std::nullopt;
  const year_month_day date{year(NumberAt(text, 0, 4)),
                            month(static_cast<unsigned>(NumberAt(text, 5, 2))),
                            day(static_cast<unsigned>(NumberAt(text, 8, 2)))};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::string DateText(Date date) {
  const year_month_day parts(date);
  return Digits(int{parts.year()}, 4) + "-" + Digits(unsigned{parts.month()}, 2) + "-" +
         Digits(unsigned{parts.day()}, 2);
}

std::optional<Duration> ParseTimeOfDay(std::string_view text) {
  const bool with_seconds = HasShape(text, "99:99:99"), with_ms = HasShape(text, "99:99:99.999");
  if (!HasShape(text, "99:99") && !with_seconds && !with_ms) return std::nullopt;
  const int h = NumberAt(text, 0, 2), m = NumberAt(text, 3, 2);
  const int s = with_seconds || with_ms ? NumberAt(text, 6, 2) : 0;
  const int ms = with_ms ? NumberAt(text, 9, 3) : 0;
  if (h > 24 || m > 59 || s > 59) return std::nullopt;
  const Duration time = hours(h) + minutes(m) + seconds(s) + milliseconds(ms);
  if (time > kDay) return std::nullopt;
  return time;
}

std::string TimeOfDayText(Duration time) {
  const hh_mm_ss parts(time);
  std::string text = Digits(parts.hours().count(), 2) + ":" + Digits(parts.minutes().count(), 2);
  const auto ms = parts.subseconds().count();
  if (parts.seconds().count() != 0 || ms != 0) text += ":" + Digits(parts.seconds().count(), 2);
  if (ms != 0) text += "." + Digits(ms, 3);
  return text;
}

std::optional<CivilTime> ParseCivil(std::string_view text) {
  constexpr std::size_t kDateSize = 10;
  if (text.size() <= kDateSize || text[kDateSize] != 'T') return std::nullopt;
  const auto date = ParseDate(text.substr(0, kDateSize));
  const auto time = ParseTimeOfDay(text.substr(kDateSize + 1));
  if (!date || !time) return std::nullopt;
  return *date + *time;
}

std::string CivilText(CivilTime time) {
  const Date date = DateOf(time);
  return DateText(date) + "T" + TimeOfDayText(time - date);
}

}  // namespace recourse::routing
