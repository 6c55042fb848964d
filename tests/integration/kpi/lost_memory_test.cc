// Counting into a real Redis that is flushed and killed in the middle: at the end the counters are
// those of the facts, and in between no figure that is not the whole is without its mark.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "services/common/redis/redis_attempts.h"
#include "services/common/redis/redis_counting.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "tests/support/kpi/counting_process.h"
#include "tests/support/kpi/loop_records.h"
#include "tests/support/kpi/redis_server.h"
#include "tests/support/kpi/ticket_records.h"
#include "tests/support/quiet_log.h"

namespace recourse::kpi {
namespace {

constexpr int kRounds = 40;
constexpr int kRecordsARound = 150;  // of each topic
constexpr int kStepsMax = 2000;
constexpr std::chrono::milliseconds kStep{300};

class LostMemoryTest : public ::testing::Test {
 protected:
  void Say(int count) {
    for (int i = 0; i < count; ++i) {
      log_.AppendRaw(history_.Next());
      log_.AppendRaw(loops_.Next());
      ++said_;
    }
  }
  void Step() {
    process_->Step();
    clock_.Advance(kStep);
  }
  std::optional<CountedPosition> StandOf(const Partition& partition) {
    const auto state = reading_.Read(SpaceOf(partition), {});
    return state.ok() ? state->counted : std::nullopt;
  }
  // Both topics have a position.
  bool Stand() {
    return std::all_of(log_.partitions.begin(), log_.partitions.end(),
                       [&](const Partition& partition) { return StandOf(partition).has_value(); });
  }
  bool Whole() {
    return std::all_of(
        log_.partitions.begin(), log_.partitions.end(), [&](const Partition& partition) {
          const auto counted = StandOf(partition);
          return counted && counted->position.sequence == said_ && !Rebuilding(*counted);
        });
  }
  void CountAll() {
    for (int i = 0; i < kStepsMax && !Whole(); ++i) {
      Step();
      usleep(1'000);  // a connection that broke is not made again at once
    }
    ASSERT_TRUE(Whole());
    ExpectEqualToTheFold();
    for (const Partition& partition : log_.partitions) {
      EXPECT_FALSE(ReadStored(reading_, partition)->counters.empty()) << ToString(partition);
    }
  }
  // Read as verify reads it: everything of the partition, at one position.
  void ExpectEqualToTheFold() {
    for (const Partition& partition : log_.partitions) {
      const auto stored = ReadStored(reading_, partition);
      ASSERT_TRUE(stored.ok()) << stored.status();
      ASSERT_TRUE(stored->counted);
      const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
      const auto comparison =
          Compare(CountersOf(log_.Records(partition), stored->counted->position.sequence),
                  stored->counters, now);
      EXPECT_TRUE(comparison.differences.empty()) << comparison.differences[0].field;
    }
  }

  // Lately, so that Redis keeps at least the later minutes.
  void SetUp() override {
    const auto now = std::chrono::system_clock::now() - std::chrono::hours(20);
    const auto start_ms = std::chrono::floor<Duration>(now.time_since_epoch()).count();
    history_.StartAt(start_ms);
    loops_.StartAt(start_ms);
  }

  std::int64_t said_ = 0;  // in each topic
  TicketHistory history_{19};
  LoopHistory loops_{23};
  testing::FakeLog log_{{history_.partition(), loops_.partition()}};
  testing::ManualClock clock_;
  RedisServer server_;
  RedisConnection counting_connection_{server_.options()};
  RedisCounting counting_{counting_connection_};
  RedisAttempts attempts_{counting_connection_, "recourse:kpi:attempts"};
  RedisConnection reading_connection_{server_.options()};
  RedisCounting reading_{reading_connection_};
  std::unique_ptr<CountingProcess> process_ =
      std::make_unique<CountingProcess>(log_, counting_, attempts_, clock_);
};

TEST_F(LostMemoryTest, FlushedAndKilledInTheMiddleItEndsEqualToTheFold) {
  std::mt19937 random(20261122);
  for (int round = 0; round < kRounds; ++round) {
    Say(kRecordsARound);
    for (auto n = random() % 6; n > 0; --n) Step();
    switch (random() % 4) {
      case 0:
        ASSERT_TRUE(reading_connection_.Call({"FLUSHALL"}).ok());
        EXPECT_FALSE(Whole()) << "nothing is shown as whole that is gone";
        break;
      case 1:
        server_.Kill();
        Step();
        server_.Start();
        break;
      case 2:
        server_.Kill();
        server_.DeleteFiles();
        server_.Start();
        break;
      default:
        break;
    }
    while (!Stand() && process_->ended().ok()) Step();
    ExpectEqualToTheFold();
  }
  CountAll();
}

TEST_F(LostMemoryTest, AFlushIsNoticedWhileNothingNewIsSaid) {
  Say(400);
  CountAll();
  ASSERT_TRUE(reading_connection_.Call({"FLUSHALL"}).ok());
  EXPECT_FALSE(Stand()) << "which reads as rebuilding";
  CountAll();
}

TEST_F(LostMemoryTest, ANewProcessGoesOnWhereTheCountersStand) {
  Say(600);
  Step();
  Step();
  process_ = std::make_unique<CountingProcess>(log_, counting_, attempts_, clock_);
  CountAll();
}

}  // namespace
}  // namespace recourse::kpi
