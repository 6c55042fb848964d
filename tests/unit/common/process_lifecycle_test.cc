#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/common/process/readiness.h"
#include "services/common/process/stop_signal.h"
#include "services/common/process/worker.h"
#include "services/common/process/worker_pool.h"

namespace recourse {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

TEST(ReadinessTest, IsReadyWhenEveryNamedConditionIs) {
  Readiness readiness;
  EXPECT_TRUE(readiness.Ready());
  readiness.SetNotReady("database", "The database does not answer. Start it.");
  readiness.SetNotReady("consumer", "A hole in recourse.ingest.feedback.v1/3. Send it again.");
  EXPECT_FALSE(readiness.Ready());
  EXPECT_EQ(
      readiness.Reasons().front(),
      (Readiness::Reason{"consumer", "A hole in recourse.ingest.feedback.v1/3. Send it again."}));
  readiness.SetReady("database");
  EXPECT_FALSE(readiness.Ready());
  readiness.Forget("consumer");
  EXPECT_TRUE(readiness.Ready());
}

TEST(ReadinessTest, TellsItsListenersChangesOnly) {
  Readiness readiness;
  std::vector<bool> told;
  readiness.Listen([&](bool ready) { told.push_back(ready); });
  readiness.SetNotReady("a", "x");
  readiness.SetNotReady("b", "y");
  readiness.SetReady("a");
  readiness.SetReady("b");
  EXPECT_EQ(told, (std::vector<bool>{true, false, true}));
}

TEST(WorkerTest, SleepsUntilItIsAskedToStop) {
  std::atomic<bool> slept_through{true};
  {
    Worker worker("sleeper", [&](const std::stop_token& stop) {
      slept_through = SleepFor(stop, std::chrono::hours(1));
    });
  }
  EXPECT_FALSE(slept_through);
  EXPECT_TRUE(SleepFor(std::stop_token(), 1ms));
}

TEST(WorkerTest, AbortsTheProcessWhenAnExceptionLeavesIt) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        Worker worker("faulty", [](const std::stop_token&) { throw std::runtime_error("oh"); });
        worker.Join();
      },
      "an exception left a worker.*oh");
}

TEST(WorkerPoolTest, RunsWhatItTookAndRefusesWhatItCannotQueue) {
  std::promise<void> open;
  std::shared_future<void> gate = open.get_future().share();
  std::promise<void> begun;
  std::atomic<int> done{0};
  WorkerPool pool("pool", {.threads = 1, .queued = 2});
  ASSERT_TRUE(pool.Submit([&] {
    begun.set_value();
    gate.wait();
    ++done;
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.Submit([&] { ++done; }));
  EXPECT_TRUE(pool.Submit([&] { ++done; }));
  EXPECT_FALSE(pool.Submit([&] { ++done; }));
  open.set_value();
  pool.Stop();
  EXPECT_EQ(done, 3);
  EXPECT_FALSE(pool.Submit([&] { ++done; }));
}

TEST(StopSignalTest, TurnsTheSignalIntoAFlagAndIgnoresABrokenPipe) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        const StopSignal stop;
        raise(SIGPIPE);
        const bool early = stop.WaitFor(1ms);
        kill(getpid(), SIGTERM);
        _exit(!early && stop.WaitFor(10s) && stop.Stopped() ? 7 : 8);
      },
      testing::ExitedWithCode(7), "");
}

TEST(StopSignalTest, CanBeStoppedFromWithin) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignal stop;
        Worker worker("ender", [&](const std::stop_token&) { stop.Stop(); });
        stop.Wait();
        _exit(7);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace recourse
