#include "services/kpi/domain/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace recourse::kpi {
namespace {

using Kind = Bucket::Kind;

Timestamp At(int hour, int minute, int second = 0) {
  return Timestamp(std::chrono::hours(489'740 + hour) + std::chrono::minutes(minute) +
                   std::chrono::seconds(second));
}

// The minutes that the buckets cover, each once.
std::set<std::int64_t> MinutesIn(const std::vector<Bucket>& buckets, Timestamp now) {
  std::set<std::int64_t> minutes;
  for (const Bucket& bucket : buckets) {
    const bool hour = bucket.kind == Kind::kHour;
    for (int i = 0; i < (hour ? 60 : 1); ++i) {
      const std::int64_t minute = hour ? bucket.index * 60 + i : bucket.index;
      if (minute > MinuteOf(now).index) continue;
      EXPECT_TRUE(minutes.insert(minute).second) << "twice: " << minute;
    }
  }
  return minutes;
}

TEST(Window, EachCoversEveryMinuteFromItsBeginToNowOnce) {
  for (const Window window : {Window::kFiveMinutes, Window::kHour, Window::kDay}) {
    for (int minute = 0; minute < 120; ++minute) {
      const Timestamp now = At(30, minute, 59);
      const auto minutes = MinutesIn(BucketsOf(window, now), now);
      const std::int64_t length = window == Window::kFiveMinutes ? 5
                                  : window == Window::kHour      ? 60
                                                                 : 1440;
      EXPECT_EQ(*minutes.begin(), MinuteOf(now).index - length);
      EXPECT_EQ(*minutes.rbegin(), MinuteOf(now).index);
      EXPECT_EQ(static_cast<std::int64_t>(minutes.size()), length + 1);
    }
  }
}

TEST(Window, ADayIsReadAsHoursWithMinutesAtItsBegin) {
  const auto buckets = BucketsOf(Window::kDay, At(30, 58));
  const auto minutes = std::count_if(buckets.begin(), buckets.end(),
                                     [](const Bucket& b) { return b.kind == Kind::kMinute; });
  EXPECT_EQ(minutes, 2);
  EXPECT_EQ(buckets.size(), 2u + 24u);
}

TEST(Window, AWeekAndAMonthAreReadAsHoursFromTheOneInWhichTheyBegin) {
  const Timestamp now = At(30, 58, 59);
  for (const auto& [window, hours] :
       {std::pair(Window::kWeek, 7 * 24), std::pair(Window::kMonth, 30 * 24)}) {
    const auto buckets = BucketsOf(window, now);
    ASSERT_EQ(buckets.size(), static_cast<std::size_t>(hours) + 1);
    for (const Bucket& bucket : buckets) EXPECT_EQ(bucket.kind, Kind::kHour);
    EXPECT_EQ(buckets.front().index, HourOf(now).index - hours);
    EXPECT_EQ(buckets.back(), HourOf(now));
  }
}

TEST(Window, NoBucketOfAWindowHasRunOut) {
  const Timestamp now = At(30, 17, 31);
  for (const Window window : {Window::kDay, Window::kWeek, Window::kMonth}) {
    for (const Bucket& bucket : BucketsOf(window, now)) {
      EXPECT_GT(*ExpireTimeOf(bucket), now + std::chrono::minutes(30));
    }
  }
}

}  // namespace
}  // namespace recourse::kpi
