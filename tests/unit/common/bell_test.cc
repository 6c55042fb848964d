#include "services/common/process/bell.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace recourse {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kNow{0};
constexpr milliseconds kLong{60'000};

TEST(BellTest, ARingIsHeardOnceHoweverOftenItRang) {
  Bell bell;
  bell.Ring();
  bell.Ring();
  EXPECT_TRUE(bell.Await({}, kNow));
  EXPECT_FALSE(bell.Await({}, kNow)) << "a thread that asks again would never rest";
}

TEST(BellTest, WhoWaitsIsWoken) {
  Bell bell;
  std::jthread ringer([&] { bell.Ring(); });
  EXPECT_TRUE(bell.Await({}, kLong));
}

TEST(BellTest, AStopEndsTheWait) {
  Bell bell;
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_FALSE(bell.Await(stop.get_token(), kLong));
}

}  // namespace
}  // namespace recourse
