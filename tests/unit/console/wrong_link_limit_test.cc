#include "services/console/domain/wrong_link_limit.h"

#include <gtest/gtest.h>

namespace recourse::console {
namespace {

using std::chrono::minutes;

const Timestamp kStart{std::chrono::hours(1)};

void Try(WrongLinkLimit& limit, const std::string& address, int times, Timestamp now) {
  for (int i = 0; i < times; ++i) limit.NoteWrong(address, now);
}

TEST(WrongLinkLimitTest, StopsAnAddressAtTheTwentiethWrongLink) {
  WrongLinkLimit limit;
  Try(limit, "a", 19, kStart);
  EXPECT_FALSE(limit.Wait("a", kStart));
  Try(limit, "a", 1, kStart + minutes(4));
  EXPECT_EQ(limit.Wait("a", kStart + minutes(4)), Duration(minutes(6)));
}

TEST(WrongLinkLimitTest, LeavesOtherAddressesAlone) {
  WrongLinkLimit limit;
  Try(limit, "a", 20, kStart);
  EXPECT_FALSE(limit.Wait("b", kStart));
}

TEST(WrongLinkLimitTest, LetsInAgainTenMinutesAfterTheFirst) {
  WrongLinkLimit limit;
  Try(limit, "a", 20, kStart);
  EXPECT_TRUE(limit.Wait("a", kStart + minutes(10) - Duration(1)));
  EXPECT_FALSE(limit.Wait("a", kStart + minutes(10)));
  Try(limit, "a", 1, kStart + minutes(10));
  EXPECT_FALSE(limit.Wait("a", kStart + minutes(10))) << "a new window counts from one";
}

TEST(WrongLinkLimitTest, RemembersABoundedNumberOfAddresses) {
  WrongLinkLimit limit;
  for (std::size_t i = 0; i < kWrongLinkAddressesMax + 5; ++i) {
    limit.NoteWrong(std::to_string(i), kStart);
  }
  EXPECT_EQ(limit.remembered(), kWrongLinkAddressesMax);
}

TEST(WrongLinkLimitTest, ForgetsTheOldestWhenItIsFullAndNotTheOneThatTriesNow) {
  WrongLinkLimit limit;
  Try(limit, "first", 20, kStart);
  Try(limit, "second", 20, kStart + Duration(1));
  for (std::size_t i = 0; i < kWrongLinkAddressesMax - 1; ++i) {
    limit.NoteWrong(std::to_string(i), kStart + Duration(2));
  }
  EXPECT_FALSE(limit.Wait("first", kStart + Duration(3)));
  EXPECT_TRUE(limit.Wait("second", kStart + Duration(3)));
}

TEST(WrongLinkLimitTest, ForgetsWhatIsOver) {
  WrongLinkLimit limit;
  Try(limit, "a", 1, kStart);
  Try(limit, "b", 1, kStart + minutes(10));
  EXPECT_EQ(limit.remembered(), 1U);
}

}  // namespace
}  // namespace recourse::console
