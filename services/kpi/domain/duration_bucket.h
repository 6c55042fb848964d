#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "services/common/core/time.h"

namespace recourse::kpi {

// Durations are counted in buckets whose bounds grow by this ratio, so that a bucket's middle is
// within 1 % of everything in it.
inline constexpr double kDurationRatio = 1.02;
// What is shorter falls into bucket 0 and is shown as this long.
inline constexpr Duration kShortestDuration{1'000};
// The last bucket begins at 1.02^877 seconds, which is 404 days; what is longer is shown as that.
inline constexpr int kDurationBucketMax = 878;

// 0 to kDurationBucketMax.
int DurationBucketOf(Duration duration);
double SecondsOf(int bucket);

// How many durations fell into each bucket.
using DurationCounts = std::map<int, std::int64_t>;

// The bucket that so many per cent of all do not exceed (nearest rank), with the number of those
// that do not; nothing when there are none.
struct Rank {
  int bucket = 0;
  std::int64_t rank = 0;
  std::int64_t count = 0;
};
std::optional<Rank> RankOf(const DurationCounts& counts, int per_cent);

// The same in seconds.
struct Percentile {
  double seconds = 0;
  std::int64_t rank = 0;
  std::int64_t count = 0;
};
std::optional<Percentile> PercentileOf(const DurationCounts& counts, int per_cent);

}  // namespace recourse::kpi
