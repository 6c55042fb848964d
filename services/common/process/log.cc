#include "services/common/process/log.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <mutex>

#include "services/common/text/utf8.h"

namespace recourse {
namespace {

LogIdentity identity;  // set before threads are made
std::mutex writing;
std::atomic<std::uint64_t> dropped{0};

std::string Quoted(std::string_view text) {
  const bool good = IsUtf8(text);
  const std::string mended = good ? std::string() : MendUtf8(text);
  const std::string_view clipped = ClipUtf8(good ? text : mended, kMaxLogValueBytes);
  return boost::json::serialize(boost::json::string(clipped.data(), clipped.size()));
}

std::string Rendered(const LogField::Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return Quoted(*text);
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*number);
  }
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag ? "true" : "false";
  }
  const double real = std::get<double>(value);
  if (!std::isfinite(real)) {
    return "null";
  }
  std::array<char, 32> digits{};
  return {digits.data(),
          static_cast<std::size_t>(std::snprintf(digits.data(), digits.size(), "%.9g", real))};
}

std::string Rendered(Timestamp time) {
  const auto millis = time.time_since_epoch().count();
  const auto fraction = ((millis % 1000) + 1000) % 1000;
  const std::time_t seconds = static_cast<std::time_t>((millis - fraction) / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string tail = std::to_string(1000 + fraction).substr(1);
  return std::string(text.data(), length) + "." + tail + "Z";
}

// Looks first whether the line can go without waiting; the lock keeps another thread from taking
// the room between the look and the write.
bool WriteNow(const std::string& line) {
  const std::lock_guard lock(writing);
  pollfd wanted{STDERR_FILENO, POLLOUT, 0};
  if (poll(&wanted, 1, 0) != 1 || (wanted.revents & POLLOUT) == 0) {
    return false;
  }
  return write(STDERR_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

}  // namespace

void StartLog(LogIdentity who) { identity = std::move(who); }

std::string_view LogLevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

std::string RenderLogLine(const LogIdentity& who, Timestamp time, LogLevel level,
                          std::string_view message, std::initializer_list<LogField> fields) {
  constexpr std::string_view kCut = R"(,"cut":true)";
  constexpr std::string_view kEnd = "}\n";
  std::string line = R"({"time":")" + Rendered(time) + R"(","level":")";
  line += LogLevelName(level);
  line += R"(","service":)" + Quoted(who.service) + R"(,"instance":)" + Quoted(who.instance);
  line += R"(,"message":)" + Quoted(message);
  bool cut = false;
  for (const LogField& field : fields) {
    const std::string member = "," + Quoted(field.name()) + ":" + Rendered(field.value());
    if (line.size() + member.size() + kCut.size() + kEnd.size() > kMaxLogLineBytes) {
      cut = true;  // a shorter field may still fit
      continue;
    }
    line += member;
  }
  line += cut ? kCut : "";
  line += kEnd;
  return line;
}

void Log(LogLevel level, LogPhrase message, std::initializer_list<LogField> fields) {
  if (level < identity.level) {
    return;
  }
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (!WriteNow(RenderLogLine(identity, now, level, message.text(), fields))) {
    dropped.fetch_add(1, std::memory_order_relaxed);
  }
}

std::uint64_t DroppedLogLines() { return dropped.load(std::memory_order_relaxed); }

}  // namespace recourse
