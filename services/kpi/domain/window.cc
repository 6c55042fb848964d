#include "services/kpi/domain/window.h"

namespace recourse::kpi {
namespace {

constexpr std::int64_t kMinutesInHour = 60;

Duration LengthOf(Window window) {
  switch (window) {
    case Window::kFiveMinutes:
      return std::chrono::minutes(5);
    case Window::kDay:
      return std::chrono::hours(24);
    case Window::kWeek:
      return std::chrono::hours(7 * 24);
    case Window::kMonth:
      return std::chrono::hours(30 * 24);
    case Window::kHour:
    default:
      return std::chrono::hours(1);
  }
}

}  // namespace

std::string_view NameOf(Window window) {
  switch (window) {
    case Window::kFiveMinutes:
      return "5m";
    case Window::kDay:
      return "24h";
    case Window::kWeek:
      return "week";
    case Window::kMonth:
      return "month";
    case Window::kHour:
    default:
      return "1h";
  }
}

std::vector<Bucket> BucketsOf(Window window, Timestamp now) {
  std::vector<Bucket> buckets;
  const Timestamp begin = now - LengthOf(window);
  std::int64_t minute =
      LengthOf(window) < kMinuteKept ? MinuteOf(begin).index : HourOf(begin).index * kMinutesInHour;
  const std::int64_t last_minute = MinuteOf(now).index;
  const std::int64_t last_hour = HourOf(now).index;
  while (minute <= last_minute) {
    const std::int64_t hour = HourOf(Timestamp(std::chrono::minutes(minute))).index;
    // The running hour holds nothing later than now, so it is as good as whole.
    if (minute == hour * kMinutesInHour && hour <= last_hour) {
      buckets.push_back({Bucket::Kind::kHour, hour});
      minute += kMinutesInHour;
    } else {
      buckets.push_back({Bucket::Kind::kMinute, minute});
      ++minute;
    }
  }
  return buckets;
}

}  // namespace recourse::kpi
