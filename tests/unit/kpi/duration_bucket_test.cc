#include "services/kpi/domain/duration_bucket.h"

#include <gtest/gtest.h>

namespace recourse::kpi {
namespace {

using namespace std::chrono_literals;

TEST(DurationBucket, ShorterThanASecondIsShownAsOne) {
  for (const Duration duration : {Duration(-5), Duration(0), Duration(999)}) {
    EXPECT_EQ(DurationBucketOf(duration), 0);
  }
  EXPECT_EQ(SecondsOf(0), 1);
  EXPECT_EQ(DurationBucketOf(1s), 1);
}

TEST(DurationBucket, LongerThanTheLastBoundIsShownAsThat) {
  EXPECT_LT(DurationBucketOf(std::chrono::days(403)), kDurationBucketMax);
  EXPECT_EQ(DurationBucketOf(std::chrono::days(405)), kDurationBucketMax);
  EXPECT_EQ(DurationBucketOf(Duration::max()), kDurationBucketMax);
  EXPECT_NEAR(SecondsOf(kDurationBucketMax) / 86'400, 404, 1);
}

TEST(DurationBucket, APercentileIsTheNearestRank) {
  DurationCounts counts;
  for (int i = 1; i <= 10; ++i) ++counts[DurationBucketOf(std::chrono::minutes(i))];
  const auto median = PercentileOf(counts, 50);
  ASSERT_TRUE(median);
  EXPECT_NEAR(median->seconds, 300, 3);
  EXPECT_EQ(median->rank, 5);
  EXPECT_EQ(median->count, 10);
  EXPECT_NEAR(PercentileOf(counts, 90)->seconds, 540, 5.4);
  EXPECT_NEAR(PercentileOf(counts, 95)->seconds, 600, 6) << "half a rank is rounded up";
}

TEST(DurationBucket, OfNothingThereIsNoPercentile) {
  EXPECT_FALSE(PercentileOf({}, 50));
  EXPECT_FALSE(PercentileOf({{3, 0}}, 50));
}

}  // namespace
}  // namespace recourse::kpi
