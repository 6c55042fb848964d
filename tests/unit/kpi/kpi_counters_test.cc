#include "services/kpi/adapters/kpi_counters.h"

#include <gtest/gtest.h>

#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_watch.h"
#include "tests/support/kpi/fake_counting.h"

namespace recourse::kpi {
namespace {

using namespace std::chrono_literals;

const Cell kOpen{Measure::kTicketsOpen, "north", "card", "r1"};
const Cell kReceived{Measure::kFeedbackReceived, "north", "card", "r1"};
const Cell kHeard{Measure::kLoopsHeard, "north", "card", "r1"};

class KpiCountersTest : public testing::Test {
 protected:
  KpiCountersTest() {
    for (int number = 0; number < kPartitions; ++number) {
      FakeCounting::Space& space = SpaceAt(number);
      space.counted = CountedPosition{{1, 5, 4}, 3, now_ - Duration(1000 + number)};
      space.buckets["now"][FieldOf(kOpen)] = 2;
      space.buckets[NameOf(MinuteOf(now_))][FieldOf(kReceived)] = 1;
      space.buckets[NameOf(MinuteOf(now_ - 10min))][FieldOf(kReceived)] = 10;
      space.buckets[NameOf(HourOf(now_))][FieldOf(kReceived)] = 11;
      FakeCounting::Space& loops = SpaceAt(number, kLoopTopic);
      loops.counted = CountedPosition{{1, 2, 1}, 0, now_ - Duration(500)};
      loops.buckets[NameOf(HourOf(now_))][FieldOf(kHeard)] = 3;
      loops.buckets[NameOf(MinuteOf(now_))][FieldOf(kHeard)] = 3;
    }
  }
  FakeCounting::Space& SpaceAt(int number, const char* topic = kTicketTopic) {
    return counting_.spaces[SpaceOf({topic, number})];
  }
  Reading Read(Window window) {
    const auto reading = counters_.Read(window);
    EXPECT_TRUE(reading.ok());
    return reading.ok() ? *reading : Reading{};
  }

  Timestamp now_{std::chrono::hours(489'740) + 30min};
  FakeCounting counting_;
  bool loop_topic_absent_ = false;
  KpiCounters counters_{counting_, [this] { return now_; }, [this] { return loop_topic_absent_; }};
};

TEST_F(KpiCountersTest, AddsUpAllPartitionsAndTheBucketsOfTheWindow) {
  const Reading reading = Read(Window::kFiveMinutes);
  EXPECT_EQ(reading.sums.now.at(kOpen), 2 * kPartitions);
  EXPECT_EQ(reading.sums.happened.at(kReceived), kPartitions);
  EXPECT_EQ(Read(Window::kHour).sums.happened.at(kReceived), 11 * kPartitions);
  EXPECT_FALSE(reading.tickets.rebuilding);
  EXPECT_EQ(reading.tickets.rebuilt_share, 1);
}

TEST_F(KpiCountersTest, AddsUpBothTopicsEachWithItsOwnAge) {
  const Reading reading = Read(Window::kHour);
  EXPECT_EQ(reading.sums.happened.at(kHeard), 3 * kPartitions);
  EXPECT_EQ(reading.sums.happened.at(kReceived), 11 * kPartitions);
  EXPECT_EQ(reading.loops.as_of, now_ - Duration(500));
  EXPECT_EQ(&reading.Of(Source::kLoops), &reading.loops);
}

TEST_F(KpiCountersTest, ALostPartitionOfOneTopicDoesNotMarkTheOther) {
  SpaceAt(3, kLoopTopic) = {};
  const Reading reading = Read(Window::kHour);
  EXPECT_TRUE(reading.loops.rebuilding);
  EXPECT_FALSE(reading.tickets.rebuilding);
}

TEST_F(KpiCountersTest, WhereTheTopicOfLoopsWasNeverMadeThereIsNothingToRebuild) {
  for (int number = 0; number < kPartitions; ++number) SpaceAt(number, kLoopTopic) = {};
  EXPECT_TRUE(Read(Window::kHour).loops.rebuilding) << "until it is known";
  loop_topic_absent_ = true;
  now_ += kReadingKept;
  EXPECT_FALSE(Read(Window::kHour).loops.rebuilding);
  EXPECT_EQ(Read(Window::kHour).loops.as_of, std::nullopt);
  SpaceAt(0, kLoopTopic).counted = CountedPosition{};
  now_ += kReadingKept;
  EXPECT_TRUE(Read(Window::kHour).loops.rebuilding) << "something was counted once";
}

TEST_F(KpiCountersTest, FiguresAreAsOldAsThoseOfTheOldestPartition) {
  EXPECT_EQ(Read(Window::kHour).tickets.as_of, now_ - Duration(1000 + kPartitions - 1));
  now_ += kReadingKept;
  SpaceAt(2).counted->caught_up_time = Timestamp{};
  EXPECT_EQ(Read(Window::kHour).tickets.as_of, std::nullopt);
}

TEST_F(KpiCountersTest, APartitionWithoutAPositionIsRebuildingAndNotZero) {
  SpaceAt(6) = {};
  const Reading reading = Read(Window::kHour);
  EXPECT_TRUE(reading.tickets.rebuilding);
  EXPECT_EQ(reading.tickets.as_of, std::nullopt);
  EXPECT_LT(reading.tickets.rebuilt_share, 1);
}

TEST_F(KpiCountersTest, APartitionThatIsBehindItsRebuildIsRebuilding) {
  SpaceAt(0).counted->rebuild_to = 10;
  const Reading reading = Read(Window::kHour);
  EXPECT_TRUE(reading.tickets.rebuilding);
  EXPECT_DOUBLE_EQ(reading.tickets.rebuilt_share, (kPartitions - 0.5) / kPartitions);
}

TEST_F(KpiCountersTest, OneReadingServesManyForAShortWhile) {
  Read(Window::kHour);
  const int calls = counting_.calls;
  Read(Window::kHour);
  EXPECT_EQ(counting_.calls, calls);
  Read(Window::kDay);
  EXPECT_GT(counting_.calls, calls);
  SpaceAt(0) = {};
  now_ += kReadingKept;
  EXPECT_TRUE(Read(Window::kHour).tickets.rebuilding);
}

TEST_F(KpiCountersTest, AConnectionThatBrokeIsTriedOnceMore) {
  counting_.fail_before = 1;
  EXPECT_TRUE(counters_.Read(Window::kHour).ok());
  counting_.fail_before = 2;
  EXPECT_EQ(counters_.Read(Window::kDay).status().code(), StatusCode::kUnavailable);
}

TEST_F(KpiCountersTest, ReadStoredGivesEverythingAtOnePosition) {
  const auto stored = ReadStored(counting_, {kTicketTopic, 4});
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->counted->position.sequence, 5);
  EXPECT_EQ(stored->counters.size(), 4u);
}

TEST_F(KpiCountersTest, TheWatchSaysWhetherTheCountersCanBeRead) {
  Readiness readiness;
  KpiWatch watch(
      counters_, [this] { return now_; }, readiness);
  EXPECT_FALSE(readiness.Ready());
  watch.Look();
  EXPECT_TRUE(readiness.Ready());
  now_ += kReadingKept;
  counting_.fail_before = 100;
  watch.Look();
  EXPECT_FALSE(readiness.Ready());
}

}  // namespace
}  // namespace recourse::kpi
