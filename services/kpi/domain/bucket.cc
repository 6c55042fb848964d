#include "services/kpi/domain/bucket.h"

#include <charconv>

namespace recourse::kpi {
namespace {

constexpr std::string_view kNowName = "now";
constexpr std::string_view kBacklogName = "backlog";
constexpr std::string_view kMinutePrefix = "minute:";
constexpr std::string_view kHourPrefix = "hour:";

std::optional<Bucket> ParseIndexed(Bucket::Kind kind, std::string_view text) {
  Bucket bucket{kind, 0};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, bucket.index);
  if (error != std::errc() || stop != end) return std::nullopt;
  return bucket;
}

}  // namespace

Bucket MinuteOf(Timestamp time) {
  return {Bucket::Kind::kMinute,
          std::chrono::floor<std::chrono::minutes>(time.time_since_epoch()).count()};
}

Bucket HourOf(Timestamp time) {
  return {Bucket::Kind::kHour,
          std::chrono::floor<std::chrono::hours>(time.time_since_epoch()).count()};
}

std::string NameOf(const Bucket& bucket) {
  switch (bucket.kind) {
    case Bucket::Kind::kMinute:
      return std::string(kMinutePrefix) + std::to_string(bucket.index);
    case Bucket::Kind::kHour:
      return std::string(kHourPrefix) + std::to_string(bucket.index);
    case Bucket::Kind::kBacklog:
      return std::string(kBacklogName);
    case Bucket::Kind::kNow:
    default:
      return std::string(kNowName);
  }
}

std::optional<Bucket> ParseBucket(std::string_view name) {
  if (name == kNowName) return kNowBucket;
  if (name == kBacklogName) return kBacklogBucket;
  if (name.starts_with(kMinutePrefix)) {
    return ParseIndexed(Bucket::Kind::kMinute, name.substr(kMinutePrefix.size()));
  }
  if (name.starts_with(kHourPrefix)) {
    return ParseIndexed(Bucket::Kind::kHour, name.substr(kHourPrefix.size()));
  }
  return std::nullopt;
}

std::optional<Timestamp> ExpireTimeOf(const Bucket& bucket) {
  switch (bucket.kind) {
    case Bucket::Kind::kMinute:
      return Timestamp(std::chrono::minutes(bucket.index) + kMinuteKept);
    case Bucket::Kind::kHour:
      return Timestamp(std::chrono::hours(bucket.index) + kHourKept);
    case Bucket::Kind::kNow:
    case Bucket::Kind::kBacklog:
    default:
      return std::nullopt;
  }
}

}  // namespace recourse::kpi
