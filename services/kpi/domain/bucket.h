#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

namespace recourse::kpi {

// How long the buckets of time are kept after they begin: as long as a window can reach back, and
// some more for clocks that differ and for whoever compares them with the facts.
inline constexpr std::chrono::hours kMinuteKept{25};
inline constexpr std::chrono::hours kHourKept{32 * 24};

// Where a count is kept: what is so now, or what happened in one minute or hour of UTC, both by the
// time at which it was recorded. The backlog is so now too; it is apart because it has a field for
// each minute in which something open was opened, and is read less often.
struct Bucket {
  enum class Kind { kNow, kMinute, kHour, kBacklog };
  Kind kind = Kind::kNow;
  std::int64_t index = 0;  // minutes or hours since 1970
  friend auto operator<=>(const Bucket&, const Bucket&) = default;
};
inline constexpr Bucket kNowBucket{};
inline constexpr Bucket kBacklogBucket{Bucket::Kind::kBacklog, 0};
Bucket MinuteOf(Timestamp time);
Bucket HourOf(Timestamp time);

// now, backlog, minute:29384410, hour:489740.
std::string NameOf(const Bucket& bucket);
std::optional<Bucket> ParseBucket(std::string_view name);

// When nobody needs it any more; never for what is so now.
std::optional<Timestamp> ExpireTimeOf(const Bucket& bucket);

}  // namespace recourse::kpi
