// The copies of counters: a Redis that loses all it has, a real PostgreSQL that has the copy, and
// a log that no longer begins at its first record.
#include <gtest/gtest.h>

#include <algorithm>

#include "services/common/postgres/migrate.h"
#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/keeper.h"
#include "tests/support/kpi/counting_process.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/redis_server.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/postgres_server.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {

const std::vector<Migration>& Migrations();

namespace {

constexpr int kStepsMax = 2000;

class CopiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Status migrated = Migrate(dsn_, Migrations());
    ASSERT_TRUE(migrated.ok()) << migrated;
    const auto now = std::chrono::system_clock::now() - std::chrono::hours(20);
    const auto start_ms = std::chrono::floor<Duration>(now.time_since_epoch()).count();
    history_.StartAt(start_ms);
    loops_.StartAt(start_ms);
    process_ = NewProcess();
  }
  std::unique_ptr<CountingProcess> NewProcess() {
    return std::make_unique<CountingProcess>(log_, counting_, attempts_, clock_, &copies_);
  }
  void Say(int count) {
    for (int i = 0; i < count; ++i) {
      said_.push_back(history_.Next());
      log_.AppendRaw(said_.back());
      said_loops_.push_back(loops_.Next());
      log_.AppendRaw(said_loops_.back());
    }
  }
  std::optional<CountedPosition> StandOf(const Partition& partition) {
    const auto state = reading_.Read(SpaceOf(partition), {});
    return state.ok() ? state->counted : std::nullopt;
  }
  bool Whole() {
    return std::all_of(log_.partitions.begin(), log_.partitions.end(), [&](const auto& partition) {
      const auto counted = StandOf(partition);
      return counted && !Rebuilding(*counted) &&
             counted->position.sequence == static_cast<std::int64_t>(said_.size());
    });
  }
  void Step() {
    process_->Step();
    clock_.Advance(std::chrono::milliseconds(300));
  }
  void CountAll() {
    for (int i = 0; i < kStepsMax && !Whole(); ++i) {
      Step();
      usleep(1'000);  // a connection that broke is not made again at once
    }
    ASSERT_TRUE(Whole());
  }
  // Against everything that was ever said, not what the log still has.
  void ExpectEqualToTheFold() {
    for (const auto* said : {&said_, &said_loops_}) {
      const Partition partition = said->front().partition;
      const auto stored = ReadStored(reading_, partition);
      ASSERT_TRUE(stored.ok()) << stored.status();
      ASSERT_TRUE(stored->counted);
      const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
      const auto comparison =
          Compare(CountersOf(*said, stored->counted->position.sequence), stored->counters, now);
      EXPECT_GT(comparison.compared, 0);
      EXPECT_TRUE(comparison.differences.empty())
          << comparison.differences[0].bucket << " " << comparison.differences[0].field;
    }
  }
  void CutTheLog() {
    for (const Partition& partition : log_.partitions) {
      log_.Cut(partition, StandOf(partition)->position.offset);
    }
  }
  // Again where the connection has not noticed yet that Redis was started anew.
  void Flush() {
    bool flushed = false;
    for (int i = 0; i < kStepsMax && !flushed; ++i) {
      flushed = reading_connection_.Call({"FLUSHALL"}).ok();
      if (!flushed) usleep(1'000);
    }
    ASSERT_TRUE(flushed);
  }

  TicketHistory history_{51};
  LoopHistory loops_{53};
  std::vector<RawRecord> said_, said_loops_;
  testing::FakeLog log_{{history_.partition(), loops_.partition()}};
  testing::ManualClock clock_;
  RedisServer redis_;
  RedisConnection counting_connection_{redis_.options()};
  RedisCounting counting_{counting_connection_};
  RedisAttempts attempts_{counting_connection_, "recourse:kpi:attempts"};
  RedisConnection reading_connection_{redis_.options()};
  RedisCounting reading_{reading_connection_};
  testing::PostgresServer postgres_;
  const std::string dsn_ = postgres_.Schema("kpi");
  Pool pool_{dsn_, 4};
  CopyStore copies_{pool_};
  ContributionStore contributions_{pool_};
  Keeper keeper_{reading_, copies_, contributions_};
  std::unique_ptr<CountingProcess> process_;
};

TEST_F(CopiesTest, ACopyIsWhatRedisHadAtThePositionThatItSays) {
  Say(500);
  CountAll();
  ASSERT_TRUE(keeper_.Round().ok());
  for (const Partition& partition : log_.partitions) {
    const auto stored = ReadStored(reading_, partition);
    const auto copy = copies_.Newest(partition);
    ASSERT_TRUE(copy.ok() && *copy) << ToString(partition);
    EXPECT_EQ((*copy)->counted.position, stored->counted->position);
    EXPECT_EQ((*copy)->counters, stored->counters);
  }
  Say(100);
  CountAll();
  EXPECT_FALSE(*copies_.IsDue(log_.partitions.front(), Keeper::kYoung)) << "one a minute";
}

TEST_F(CopiesTest, WithoutItsFirstRecordsTheLogAndTheCopyMakeTheCountersAgain) {
  Say(500);
  CountAll();
  ASSERT_TRUE(keeper_.Round().ok());
  CutTheLog();
  Say(300);
  CountAll();
  Flush();
  EXPECT_FALSE(Whole()) << "which reads as rebuilding";
  CountAll();
  ExpectEqualToTheFold();
}

TEST_F(CopiesTest, AProcessKilledWhilePuttingBackLeavesNothingHalfAndTheNextOneEndsIt) {
  Say(500);
  CountAll();
  ASSERT_TRUE(keeper_.Round().ok());
  CutTheLog();
  Say(200);
  for (int round = 0; round < 6; ++round) {
    Flush();
    // Redis is killed somewhere in the middle, and the process with it.
    redis_.Kill();
    if (round % 2 == 0) redis_.DeleteFiles();
    redis_.Start();
    process_ = NewProcess();
    for (int i = 0; i < round; ++i) {
      Step();
      for (const Partition& partition : log_.partitions) {
        const auto counted = StandOf(partition);
        if (!counted) continue;
        const auto stored = ReadStored(reading_, partition);
        if (!stored.ok() || !stored->counted) continue;
        EXPECT_FALSE(stored->counters.empty()) << "a position without what was counted up to it";
      }
    }
  }
  CountAll();
  ExpectEqualToTheFold();
}

TEST_F(CopiesTest, WithoutACopyAndWithoutTheFirstRecordItRefusesAndSaysSo) {
  Say(500);
  CountAll();
  CutTheLog();
  Say(10);
  CountAll();
  Flush();
  process_ = NewProcess();
  for (int i = 0; i < 60; ++i) Step();
  EXPECT_FALSE(Whole());
  for (const Partition& partition : log_.partitions) EXPECT_FALSE(StandOf(partition));
  EXPECT_FALSE(process_->Ready());
}

TEST_F(CopiesTest, WhatIsCountedAgainIsNotCopied) {
  Say(500);
  CountAll();
  ASSERT_TRUE(keeper_.Round().ok());
  const Partition partition = log_.partitions.front();
  const auto before = copies_.Newest(partition);
  Flush();
  ASSERT_TRUE(counting_.Begin(SpaceOf(partition), std::nullopt, -1, 500).ok());
  ASSERT_TRUE(pool_.Ask({"UPDATE copies SET copy_time = '-infinity'"}).ok());
  ASSERT_TRUE(keeper_.Round().ok());
  EXPECT_EQ((*copies_.Newest(partition))->counted.position, (*before)->counted.position);
}

}  // namespace
}  // namespace recourse::kpi
