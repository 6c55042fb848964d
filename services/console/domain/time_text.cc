#include "services/console/domain/time_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace recourse::console {
namespace {

// Reads a text from its front; once something does not fit, nothing fits any more.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // Exactly this many digits, of a value within the bounds.
  int Number(std::size_t digits, int least, int most) {
    if (rest_.size() < digits) return Fail();
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return Fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value < least || value > most ? Fail() : value;
  }
  // One of these letters; what it was.
  char OneOf(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) {
      Fail();
      return 0;
    }
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }
  // ".5", ".123456": the milliseconds of it; 0 where there is none.
  int Fraction() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    int value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++digits) {
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (digits == 0) return Fail();
    for (; digits < 3; ++digits) value *= 10;
    return value;
  }
  bool Done() const { return !failed_ && rest_.empty(); }

 private:
  int Fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

std::chrono::minutes Zone(Reader& reader) {
  const char sign = reader.OneOf("Zz+-");
  if (sign != '+' && sign != '-') return std::chrono::minutes(0);
  const int hours = reader.Number(2, 0, 23);
  reader.OneOf(":");
  const std::chrono::minutes offset(hours * 60 + reader.Number(2, 0, 59));
  return sign == '+' ? offset : -offset;
}

}  // namespace

std::string FormatTime(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return text.data();
}

std::optional<Timestamp> ParseTime(std::string_view text) {
  Reader reader(text);
  const std::chrono::year year(reader.Number(4, 1, 9999));
  reader.OneOf("-");
  const std::chrono::month month(static_cast<unsigned>(reader.Number(2, 1, 12)));
  reader.OneOf("-");
  const std::chrono::day day(static_cast<unsigned>(reader.Number(2, 1, 31)));
  reader.OneOf("Tt");
  const std::chrono::hours hours(reader.Number(2, 0, 23));
  reader.OneOf(":");
  const std::chrono::minutes minutes(reader.Number(2, 0, 59));
  reader.OneOf(":");
  const std::chrono::seconds seconds(reader.Number(2, 0, 59));
  const std::chrono::milliseconds fraction(reader.Fraction());
  const std::chrono::minutes zone = Zone(reader);
  const std::chrono::year_month_day date(year, month, day);
  if (!reader.Done() || !date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date)) + hours + minutes + seconds + fraction - zone;
}

}  // namespace recourse::console
