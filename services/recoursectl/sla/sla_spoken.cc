#include "services/recoursectl/sla/sla_spoken.h"

#include <algorithm>

#include "services/recoursectl/sla/sla_time.h"

namespace recourse::ctl {
namespace {

using namespace std::chrono;  // NOLINT: calendar names

constexpr Duration kShortTarget = hours(2);  // spoken of in minutes alone

std::string DateOfText(CivilTime time) {
  static constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const Date date = DateOf(time);
  const year_month_day parts(date);
  std::string text = kDays[WeekdayOf(date)];
  AppendNumber(int{parts.year()}, 4, text += ' ');
  AppendNumber(unsigned{parts.month()}, 2, text += '-');
  AppendNumber(unsigned{parts.day()}, 2, text += '-');
  return text;
}

std::string ClockText(CivilTime time) {
  const hh_mm_ss parts(time - DateOf(time));
  std::string text;
  AppendNumber(parts.hours().count(), 2, text);
  AppendNumber(parts.minutes().count(), 2, text += ':');
  AppendNumber(parts.seconds().count(), 2, text += ':');
  if (parts.subseconds().count() != 0) AppendNumber(parts.subseconds().count(), 3, text += '.');
  return text;
}

std::string OffsetText(Duration offset) {
  const hh_mm_ss parts(offset);
  std::string text = parts.is_negative() ? " -" : " +";
  AppendNumber(parts.hours().count(), 2, text);
  AppendNumber(parts.minutes().count(), 2, text += ':');
  return text;
}

void AddUnit(long long count, const char* unit, std::string& text) {
  if (count == 0) return;
  if (!text.empty()) text += ' ';
  AppendNumber(count, 1, text);
  text += unit;
}

bool IsStart(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

// Places on a terminal. In UTF-8 what takes two begins with 0xE3 or more, symbols of the blocks
// before that, arrows among them, take one.
std::size_t WidthOf(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    if (IsStart(c)) width += static_cast<unsigned char>(c) >= 0xE3U ? 2 : 1;
  }
  return width;
}

}  // namespace

std::string SpokenDuration(Duration duration) {
  const hh_mm_ss parts(duration);
  std::string text;
  AddUnit(parts.hours().count(), " h", text);
  AddUnit(parts.minutes().count(), " min", text);
  const auto ms = parts.subseconds().count();
  AddUnit(parts.seconds().count(), ms == 0 ? " s" : "", text);
  if (ms != 0) {
    if (parts.seconds().count() == 0) text += text.empty() ? "0" : " 0";
    AppendNumber(ms, 3, text += '.');
    text += " s";
  }
  if (text.empty()) text = "0 min";
  return (parts.is_negative() ? "-" : "") + text;
}

std::string SpokenShare(Duration part, Duration whole) {
  const auto plain = [](Duration d) {
    return d >= Duration(0) && d < kShortTarget && d % 1min == 0min;
  };
  if (!plain(part) || !plain(whole)) return SpokenDuration(part) + " of " + SpokenDuration(whole);
  std::string text;
  AppendNumber(part / 1min, 1, text);
  AppendNumber(whole / 1min, 1, text += " of ");
  return text + " min";
}

std::string SpokenTime(const Zone& zone, Timestamp time) {
  const CivilTime civil = ToCivil(zone, time);
  return DateOfText(civil) + " " + ClockText(civil);
}

std::string SpokenSpan(const Zone& zone, Timestamp from, Timestamp to) {
  const CivilTime begin = ToCivil(zone, from), end = ToCivil(zone, to);
  const bool jumps = OffsetAt(zone, from) != OffsetAt(zone, to);
  std::string text = DateOfText(begin) + " " + ClockText(begin);
  if (jumps) text += OffsetText(OffsetAt(zone, from));
  text += " → ";
  if (DateOf(begin) != DateOf(end)) text += DateOfText(end) + " ";
  text += ClockText(end);
  if (jumps) text += OffsetText(OffsetAt(zone, to));
  return text;
}

std::string Printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F, two bytes in UTF-8, are controls too.
    const bool late_control =
        c == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
    if (late_control) ++i;
    out += c < 0x20U || c == 0x7FU || late_control ? '?' : text[i];
  }
  return out;
}

void Table::AppendTo(std::string& out) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out.append(2, ' ').append(row[i]).append(widths[i] - WidthOf(row[i]), ' ');
    }
    while (out.back() == ' ') out.pop_back();
    out += '\n';
  }
}

}  // namespace recourse::ctl
