#include "services/kpi/domain/duration_bucket.h"

#include <algorithm>
#include <cmath>

namespace recourse::kpi {
namespace {

constexpr int kPerCent = 100;

double LowerBoundSeconds(int bucket) { return std::pow(kDurationRatio, bucket - 1); }

}  // namespace

int DurationBucketOf(Duration duration) {
  if (duration < kShortestDuration) return 0;
  const double seconds = std::chrono::duration<double>(duration).count();
  const int steps = static_cast<int>(std::floor(std::log(seconds) / std::log(kDurationRatio)));
  return std::min(1 + steps, kDurationBucketMax);
}

double SecondsOf(int bucket) {
  if (bucket <= 0) return std::chrono::duration<double>(kShortestDuration).count();
  if (bucket >= kDurationBucketMax) return LowerBoundSeconds(kDurationBucketMax);
  return LowerBoundSeconds(bucket) * std::sqrt(kDurationRatio);
}

std::optional<Rank> RankOf(const DurationCounts& counts, int per_cent) {
  Rank rank;
  for (const auto& [bucket, count] : counts) rank.count += count;
  if (rank.count <= 0) return std::nullopt;
  // Rounded up in whole numbers: the smallest rank that is no less than the share asked for.
  const std::int64_t wanted = (rank.count * per_cent + kPerCent - 1) / kPerCent;
  for (const auto& [bucket, count] : counts) {
    rank.rank += count;
    rank.bucket = bucket;
    if (rank.rank >= wanted) break;
  }
  return rank;
}

std::optional<Percentile> PercentileOf(const DurationCounts& counts, int per_cent) {
  const auto rank = RankOf(counts, per_cent);
  if (!rank) return std::nullopt;
  return Percentile{SecondsOf(rank->bucket), rank->rank, rank->count};
}

}  // namespace recourse::kpi
