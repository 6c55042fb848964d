#include "services/recoursectl/sla/sla_time.h"

#include <charconv>

namespace recourse::ctl {
namespace {

using namespace std::chrono;  // NOLINT: calendar names

// Takes a text from its front, piece by piece; after the first that does not fit all fail.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int Digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + Digit();
    return value;
  }
  bool Take(char upper, char lower) {
    if (text_.empty() || (text_.front() != upper && text_.front() != lower)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void Need(char upper, char lower) { ok_ = Take(upper, lower) && ok_; }
  void Need(char c) { Need(c, c); }
  void Need(bool condition) { ok_ = ok_ && condition; }
  bool AtDigit() const { return !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; }
  bool Done() const { return ok_ && text_.empty(); }

 private:
  int Digit() {
    ok_ = ok_ && AtDigit();
    if (!ok_) return 0;
    const int digit = text_.front() - '0';
    text_.remove_prefix(1);
    return digit;
  }

  std::string_view text_;
  bool ok_ = true;
};

local_days ScanDate(Scanner& in) {
  const int y = in.Digits(4);
  in.Need('-');
  const int m = in.Digits(2);
  in.Need('-');
  const int d = in.Digits(2);
  const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d))};
  in.Need(date.ok());
  return date.ok() ? local_days(date) : local_days();
}

Duration ScanTimeOfDay(Scanner& in) {
  const int h = in.Digits(2);
  in.Need(':');
  const int m = in.Digits(2);
  in.Need(':');
  const int s = in.Digits(2);
  in.Need(h < 24 && m < 60 && s < 60);
  int ms = 0;
  if (in.Take('.', '.')) {
    in.Need(in.AtDigit());
    for (int unit = 100; unit > 0 && in.AtDigit(); unit /= 10) ms += in.Digits(1) * unit;
  }
  return hours(h) + minutes(m) + seconds(s) + milliseconds(ms);
}

Duration ScanOffset(Scanner& in) {
  if (in.Take('Z', 'z')) return Duration(0);
  const bool west = in.Take('-', '-');
  if (!west) in.Need('+');
  const int h = in.Digits(2);
  in.Need(':');
  const int m = in.Digits(2);
  in.Need(h < 24 && m < 60);
  return (west ? -1 : 1) * Duration(hours(h) + minutes(m));
}

}  // namespace

std::optional<Timestamp> ParseInstant(std::string_view text) {
  Scanner in(text);
  const local_days date = ScanDate(in);
  in.Need('T', 't');
  const Duration time = ScanTimeOfDay(in);
  const Duration offset = ScanOffset(in);
  if (!in.Done()) return std::nullopt;
  return Timestamp(date.time_since_epoch() + time - offset);
}

void AppendNumber(long long value, int digits, std::string& out) {
  char text[24];
  if (value < 0) out += '-';
  const auto magnitude = value < 0 ? 0 - static_cast<unsigned long long>(value)
                                   : static_cast<unsigned long long>(value);
  const auto end = std::to_chars(text, text + sizeof text, magnitude).ptr;
  for (long missing = digits - (end - text); missing > 0; --missing) out += '0';
  out.append(text, end);
}

void AppendInstant(Timestamp time, std::string& out) {
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  AppendNumber(int{date.year()}, 4, out);
  AppendNumber(unsigned{date.month()}, 2, out += '-');
  AppendNumber(unsigned{date.day()}, 2, out += '-');
  AppendNumber(clock.hours().count(), 2, out += 'T');
  AppendNumber(clock.minutes().count(), 2, out += ':');
  AppendNumber(clock.seconds().count(), 2, out += ':');
  AppendNumber(clock.subseconds().count(), 3, out += '.');
  out += 'Z';
}

}  // namespace recourse::ctl
