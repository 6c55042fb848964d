#include "services/kpi/adapters/watchful_reader.h"

#include <gtest/gtest.h>

#include "services/kpi/adapters/counters_sink.h"
#include "services/kpi/adapters/counting_space.h"
#include "tests/support/fake_log.h"
#include "tests/support/kpi/fake_counting.h"
#include "tests/support/kpi/ticket_records.h"

namespace recourse::kpi {
namespace {

using namespace std::chrono_literals;

class WatchfulReaderTest : public ::testing::Test {
 protected:
  WatchfulReaderTest() {
    reader_ = WatchfulReaders(log_.Readers(), sink_, {[this] { return steady_; },
                                                      [this] { return wall_; }})(
        [this](const Partition& partition) -> StatusOr<std::int64_t> {
          const auto position = sink_.PositionOf(partition);
          if (!position.ok()) return position.status();
          return position->offset + 1;
        });
  }

  void Append(int count) {
    for (int i = 0; i < count; ++i) log_.AppendRaw(history_.Next());
  }
  void Pass(std::chrono::milliseconds duration) {
    steady_ += duration;
    wall_ += duration;
  }
  // As a consumer does that keeps repeats to itself.
  void PollAndHandle() {
    const auto records = reader_->Poll(512, 0ms);
    ASSERT_TRUE(records.ok());
    std::vector<RawRecord> next;
    for (const RawRecord& record : *records) {
      if (record.place.sequence > handled_) next.push_back(record);
      handled_ = std::max(handled_, record.place.sequence);
    }
    const bool taken = next.empty() || sink_.Handle(partition_, next).ok();
    ASSERT_TRUE(taken);
  }
  CountedPosition counted() { return *counting_.spaces[SpaceOf(partition_)].counted; }

  const Partition partition_{kTicketTopic, 3};
  std::chrono::steady_clock::time_point steady_{1h};
  Timestamp wall_{Duration(1'700'000'000'000)};
  std::int64_t handled_ = 0;
  TicketHistory history_{5};
  testing::FakeLog log_{{partition_}};
  FakeCounting counting_;
  CountersSink sink_{counting_};
  std::unique_ptr<LogReader> reader_;
};

TEST_F(WatchfulReaderTest, SaysAtWhichInstantEverythingInTheLogWasCounted) {
  Append(10);
  PollAndHandle();
  Pass(kNoteEvery);
  const Timestamp first = wall_ - kNoteEvery;
  PollAndHandle();
  EXPECT_EQ(counted().caught_up_time, first);
  Pass(kNoteEvery);
  PollAndHandle();
  EXPECT_EQ(counted().caught_up_time, first + kNoteEvery);
}

TEST_F(WatchfulReaderTest, WhileCountingIsBehindTheAgeGrowsAndGoesOnBeingKnown) {
  PollAndHandle();
  Pass(kNoteEvery);
  PollAndHandle();
  Append(600);
  Pass(kNoteEvery);
  const Timestamp behind = wall_ - kNoteEvery;
  PollAndHandle();  // 512 of them
  const Timestamp before = counted().caught_up_time;
  EXPECT_LT(before, behind);
  PollAndHandle();
  Append(600);
  Pass(kNoteEvery);
  PollAndHandle();
  EXPECT_EQ(counted().caught_up_time, behind) << "the end that was seen then is reached";
}

TEST_F(WatchfulReaderTest, ALogThatEndsWithRepeatsIsCountedToItsEnd) {
  Append(10);
  for (std::size_t i = 4; i < 10; ++i) log_.AppendRaw(log_.Records(partition_)[i]);
  PollAndHandle();
  EXPECT_TRUE(Rebuilding(counted()));
  Pass(kNoteEvery);
  PollAndHandle();
  EXPECT_EQ(counted().position, (Position{1, 10, 15}));
  EXPECT_FALSE(Rebuilding(counted()));
}

TEST_F(WatchfulReaderTest, TheOffsetDoesNotPassAHole) {
  Append(4);
  history_.Next();
  Append(5);
  const auto records = reader_->Poll(512, 0ms);
  ASSERT_TRUE(records.ok());
  ASSERT_TRUE(sink_.Handle(partition_, {records->begin(), records->begin() + 4}).ok());
  Pass(kNoteEvery);
  ASSERT_TRUE(reader_->Poll(512, 0ms).ok());
  EXPECT_EQ(counted().position, (Position{1, 4, 3}));
  EXPECT_TRUE(Rebuilding(counted()));
}

TEST_F(WatchfulReaderTest, ALaterEpochThatUndoesWhatWasCountedHasItCountedAgain) {
  Append(10);
  PollAndHandle();
  log_.AppendRaw(history_.RecordAt({2, 5, 5}, {}));
  EXPECT_EQ(reader_->Poll(512, 0ms).status().code(), StatusCode::kAborted);
  EXPECT_EQ(counted().position, (Position{0, 0, -1}));
}

TEST_F(WatchfulReaderTest, AStoreThatIsAwayDoesNotKeepTheLogFromBeingRead) {
  PollAndHandle();
  Append(3);
  Pass(kNoteEvery);
  PollAndHandle();
  counting_.fail_before = 1000;
  Pass(kNoteEvery);
  EXPECT_TRUE(reader_->Poll(512, 0ms).ok());
}

}  // namespace
}  // namespace recourse::kpi
