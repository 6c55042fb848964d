#include "services/console/adapters/wire_codec.h"

#include <google/protobuf/timestamp.pb.h>

#include <cmath>

#include "services/console/domain/time_text.h"

namespace recourse::console {
namespace {

constexpr std::int32_t kNanosPerMilli = 1'000'000;
constexpr std::int64_t kMillisPerSecond = 1'000;

constexpr double kExact = 9e15;  // below it a double holds every whole number

}  // namespace

boost::json::value NumberJson(double number) {
  if (std::floor(number) == number && std::abs(number) < kExact) {
    return static_cast<std::int64_t>(number);
  }
  return number;
}

std::string WordOf(std::string_view enum_name, std::string_view prefix) {
  std::string word(enum_name.substr(enum_name.starts_with(prefix) ? prefix.size() : 0));
  for (char& letter : word) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return word;
}

Timestamp FromWire(const google::protobuf::Timestamp& time) {
  return Timestamp(std::chrono::seconds(time.seconds())) +
         std::chrono::milliseconds(time.nanos() / kNanosPerMilli);
}

void ToWire(Timestamp time, google::protobuf::Timestamp& out) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  out.set_seconds(seconds.time_since_epoch().count());
  out.set_nanos(static_cast<std::int32_t>((time - seconds).count() % kMillisPerSecond) *
                kNanosPerMilli);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return FormatTime(FromWire(time));
}

}  // namespace recourse::console
