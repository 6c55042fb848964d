#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "services/common/core/time.h"

namespace recourse {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// What stands on every line of this process. Set once, before the first thread is made.
struct LogIdentity {
  std::string service;
  std::string instance;
  LogLevel level = LogLevel::kInfo;
};

// A message is a literal, so that lines can be counted and searched by it; what varies is a field.
class LogPhrase {
 public:
  template <std::size_t N>
  consteval LogPhrase(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: meant to convert
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// One named value of a line. Strings that are not UTF-8 are mended, and long ones are cut, when the
// line is written. Refers to what it was made of: use it only inside the call of Log.
class LogField {
 public:
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  template <typename T>
  LogField(std::string_view name, const T& value) : name_(name), value_(Convert(value)) {}
  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  template <typename T>
  static Value Convert(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      return value;
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<std::int64_t>(value);
    } else if constexpr (std::is_floating_point_v<T>) {
      return static_cast<double>(value);
    } else {
      return std::string_view(value);
    }
  }

  std::string_view name_;
  Value value_;
};

// A line never exceeds what a pipe takes in one piece, so lines of two threads or processes never
// mix.
inline constexpr std::size_t kMaxLogLineBytes = 4096;
inline constexpr std::size_t kMaxLogValueBytes = 1024;

void StartLog(LogIdentity identity);

// Writes one JSON line to stderr by one write(2). Thread-safe. Waits for nobody: where stderr is a
// pipe that nobody empties, the line is dropped and counted.
void Log(LogLevel level, LogPhrase message, std::initializer_list<LogField> fields = {});

std::uint64_t DroppedLogLines();

// The line that Log writes, with its newline.
std::string RenderLogLine(const LogIdentity& identity, Timestamp time, LogLevel level,
                          std::string_view message, std::initializer_list<LogField> fields);

// "debug", "info", "warning", "error".
std::string_view LogLevelName(LogLevel level);

}  // namespace recourse
