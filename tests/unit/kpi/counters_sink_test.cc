#include "services/kpi/adapters/counters_sink.h"

#include <gtest/gtest.h>

#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/domain/audit.h"
#include "tests/support/fake_log.h"
#include "tests/support/kpi/fake_counting.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {
namespace {

class CountersSinkTest : public ::testing::Test {
 protected:
  CountersSinkTest() : reader_(log_.Tails()()) { sink_.Hear(reader_.get()); }

  void Append(int count) {
    for (int i = 0; i < count; ++i) log_.AppendRaw(history_.Next());
  }
  std::vector<RawRecord> Batch(std::ptrdiff_t from, std::ptrdiff_t to) {
    const auto& records = log_.Records(partition_);
    return {records.begin() + from, records.begin() + to};
  }
  FakeCounting::Space& space() { return counting_.spaces[SpaceOf(partition_)]; }

  StoredCounters Expected() {
    Tally tally(Position{});
    for (const RawRecord& record : log_.Records(partition_)) tally.Add(record);
    return StoredOf(tally.counters());
  }
  StoredCounters Actual() {
    StoredCounters stored = space().buckets;
    for (auto& [name, fields] : stored) {
      std::erase_if(fields, [](const auto& field) { return field.second == 0; });
    }
    std::erase_if(stored, [](const auto& bucket) { return bucket.second.empty(); });
    return stored;
  }

  const Partition partition_{kTicketTopic, 3};
  TicketHistory history_{11};
  testing::FakeLog log_{{partition_}};
  std::unique_ptr<LogReader> reader_;
  FakeCounting counting_;
  CountersSink sink_{counting_};
};

TEST_F(CountersSinkTest, WithoutAPositionCountingBeginsAtTheFirstRecord) {
  Append(10);
  const auto position = sink_.PositionOf(partition_);
  ASSERT_TRUE(position.ok());
  EXPECT_EQ(*position, (Position{0, 0, -1}));
  ASSERT_TRUE(space().counted);
  EXPECT_EQ(space().counted->rebuild_to, 10);
  EXPECT_TRUE(Rebuilding(*space().counted));
}

TEST_F(CountersSinkTest, OfAnEmptyLogThereIsNothingToRebuild) {
  ASSERT_TRUE(sink_.PositionOf(partition_).ok());
  EXPECT_FALSE(Rebuilding(*space().counted));
}

TEST_F(CountersSinkTest, ALogWithoutItsFirstRecordIsNotCountedFromTheMiddle) {
  Append(10);
  const auto batch = Batch(4, 10);
  log_.Cut(partition_, 4);
  const auto position = sink_.PositionOf(partition_);
  ASSERT_TRUE(position.ok());
  EXPECT_EQ(position->offset, -1) << "which the reader refuses to start at";
  EXPECT_FALSE(space().counted) << "so it reads as rebuilding";
  const auto progress = sink_.Handle(partition_, batch);
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->missing, 1);
  EXPECT_FALSE(space().counted);
}

TEST_F(CountersSinkTest, CountsEachRecordOnceHoweverOftenItIsHanded) {
  Append(60);
  for (const auto& [from, to] : {std::pair(0, 20), {0, 20}, {10, 40}, {40, 60}, {0, 60}}) {
    ASSERT_TRUE(sink_.Handle(partition_, Batch(from, to)).ok());
  }
  EXPECT_EQ(Actual(), Expected());
  EXPECT_FALSE(Rebuilding(*space().counted));
}

TEST_F(CountersSinkTest, AnAnswerThatWasLostIsAskedForAgainAndCountsNothingTwice) {
  Append(20);
  ASSERT_TRUE(sink_.PositionOf(partition_).ok());
  counting_.fail_after = 1;
  EXPECT_EQ(sink_.Handle(partition_, Batch(0, 20)).status().code(), StatusCode::kUnavailable);
  const auto progress = sink_.Handle(partition_, Batch(0, 20));
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->position.sequence, 20);
  EXPECT_EQ(Actual(), Expected());
}

TEST_F(CountersSinkTest, AStoreThatLostItsMemoryIsCountedAgainFromTheFirstRecord) {
  Append(30);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 20)).ok());
  counting_.spaces.clear();
  const auto progress = sink_.Handle(partition_, Batch(20, 30));
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->position, (Position{0, 0, -1})) << "the consumer seeks there";
  EXPECT_EQ(progress->missing, 1);
  EXPECT_EQ(space().counted->rebuild_to, 30);
  EXPECT_EQ(sink_.TakeWentBack().count(partition_), 1u);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 30)).ok());
  EXPECT_EQ(Actual(), Expected());
}

TEST_F(CountersSinkTest, AStoreThatWentBackIsCountedOnFromWhereItStands) {
  Append(30);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 10)).ok());
  const auto kept = counting_.spaces;
  ASSERT_TRUE(sink_.Handle(partition_, Batch(10, 20)).ok());
  counting_.spaces = kept;
  const auto progress = sink_.Handle(partition_, Batch(20, 30));
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->position, (Position{1, 10, 9}));
  EXPECT_EQ(progress->missing, 11);
}

TEST_F(CountersSinkTest, AStrayDoesNotCarryTheOffsetOverWhatTheStoreLost) {
  Append(20);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 20)).ok());
  counting_.spaces.clear();
  RawRecord stray;
  stray.partition = partition_;
  log_.AppendRaw(stray);
  const auto progress = sink_.Handle(partition_, Batch(20, 21));
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->position, (Position{0, 0, -1}));
  EXPECT_EQ(sink_.TakeWentBack(), (std::map<Partition, std::int64_t>{{partition_, 0}}));
  EXPECT_TRUE(sink_.TakeWentBack().empty()) << "which is said once";
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 21)).ok());
  EXPECT_EQ(Actual(), Expected());
}

TEST_F(CountersSinkTest, OfTwoOwnersTheSlowerFindsNothingLeftToCount) {
  Append(20);
  CountersSink other(counting_);
  other.Hear(reader_.get());
  ASSERT_TRUE(sink_.PositionOf(partition_).ok());
  ASSERT_TRUE(other.Handle(partition_, Batch(0, 12)).ok());
  const auto progress = sink_.Handle(partition_, Batch(0, 20));
  ASSERT_TRUE(progress.ok());
  EXPECT_EQ(progress->position.sequence, 20);
  EXPECT_EQ(Actual(), Expected());
}

TEST_F(CountersSinkTest, WhoHoldsTicketsAndNoLoopsKnowsThatThereIsNoSuchTopic) {
  const Partition tickets{kTicketTopic, 2};
  const Partition loops{kLoopTopic, 2};
  EXPECT_FALSE(sink_.LoopTopicAbsent());
  sink_.NoteHolding({true, {tickets}, {}});
  EXPECT_TRUE(sink_.LoopTopicAbsent());
  sink_.NoteHolding({true, {tickets, loops}, {}});
  EXPECT_FALSE(sink_.LoopTopicAbsent());
  sink_.NoteHolding({true, {}, {}});
  EXPECT_FALSE(sink_.LoopTopicAbsent()) << "who holds nothing knows nothing";
}

TEST_F(CountersSinkTest, TheEndOfTheLogIsNotedOnlyOnceAllBeforeItIsCounted) {
  Append(10);
  const Timestamp time(Duration(5'000));
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 5)).ok());
  EXPECT_FALSE(*sink_.NoteEnd(partition_, 10, time));
  ASSERT_TRUE(sink_.Handle(partition_, Batch(5, 10)).ok());
  EXPECT_TRUE(*sink_.NoteEnd(partition_, 10, time));
  EXPECT_EQ(space().counted->caught_up_time, time);
}

TEST_F(CountersSinkTest, TheEndIsNotNotedWhereTheStoreHasGoneBackMeanwhile) {
  Append(10);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 5)).ok());
  const auto kept = counting_.spaces;
  ASSERT_TRUE(sink_.Handle(partition_, Batch(5, 10)).ok());
  counting_.spaces = kept;
  EXPECT_FALSE(*sink_.NoteEnd(partition_, 10, Timestamp(Duration(5'000))));
  EXPECT_EQ(space().counted->caught_up_time, Timestamp{});
}

TEST_F(CountersSinkTest, ALostTimeLineIsCountedAgainFromTheFirstRecord) {
  Append(10);
  ASSERT_TRUE(sink_.Handle(partition_, Batch(0, 10)).ok());
  EXPECT_TRUE(*sink_.LeaveLostLine(partition_));
  EXPECT_EQ(space().counted->position, (Position{0, 0, -1}));
  EXPECT_TRUE(space().buckets.empty());
  log_.Cut(partition_, 1);
  EXPECT_FALSE(*sink_.LeaveLostLine(partition_)) << "the log no longer has all of it";
}

}  // namespace
}  // namespace recourse::kpi
