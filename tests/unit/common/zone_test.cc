// The arithmetic of Zone over zones that are written here by hand: no zone files are read.
#include "services/common/core/zone.h"

#include <gtest/gtest.h>

#include <vector>

namespace recourse {
namespace {

using namespace std::chrono_literals;  // NOLINT: units of this test
using std::chrono::local_days;
using std::chrono::sys_days;

constexpr auto kSpring = std::chrono::year(2026) / 3 / 8;
constexpr auto kAutumn = std::chrono::year(2026) / 11 / 1;

// 2026 in New York: EST, EDT from 03-08 02:00 EST on, EST again from 11-01 02:00 EDT on.
Zone NewYork() {
  return {"test/New_York", -5h, {{sys_days(kSpring) + 7h, -4h}, {sys_days(kAutumn) + 6h, -5h}}};
}

// Samoa left out 2011-12-30: it went from UTC-10 to UTC+14 at 10:00Z.
Zone Samoa() {
  return {"test/Apia", -10h, {{sys_days(std::chrono::year(2011) / 12 / 30) + 10h, 14h}}};
}

TEST(ZoneTest, TheOffsetChangesAtTheTransitionAndNotBefore) {
  const Timestamp jump = sys_days(kSpring) + 7h;
  EXPECT_EQ(OffsetAt(NewYork(), jump - 1ms), -5h);
  EXPECT_EQ(OffsetAt(NewYork(), jump), -4h);
  EXPECT_EQ(OffsetAt(NewYork(), Timestamp::min()), -5h);
  EXPECT_EQ(OffsetAt(NewYork(), sys_days(kAutumn) + 6h), -5h);
}

TEST(ZoneTest, CivilTimeIsUtcPlusTheOffset) {
  EXPECT_EQ(ToCivil(NewYork(), sys_days(kSpring) + 7h - 1ms), local_days(kSpring) + 2h - 1ms);
  EXPECT_EQ(ToCivil(NewYork(), sys_days(kSpring) + 7h), local_days(kSpring) + 3h);
}

TEST(ZoneTest, ATimeThatIsThereOnceIsOneInstant) {
  const CivilTime noon = local_days(kSpring) + 12h;
  EXPECT_EQ(First(NewYork(), noon), sys_days(kSpring) + 16h);
  EXPECT_EQ(Last(NewYork(), noon), sys_days(kSpring) + 16h);
}

TEST(ZoneTest, ATimeThatIsSkippedIsTheInstantOfTheSkip) {
  for (const Duration since : {2h + 0min, 2h + 30min, 3h - 1min, 3h + 0min}) {
    const CivilTime skipped = local_days(kSpring) + since;
    EXPECT_EQ(First(NewYork(), skipped), sys_days(kSpring) + 7h) << since.count();
    EXPECT_EQ(Last(NewYork(), skipped), sys_days(kSpring) + 7h) << since.count();
  }
  EXPECT_EQ(First(NewYork(), local_days(kSpring) + 2h - 1ms), sys_days(kSpring) + 7h - 1ms);
  EXPECT_EQ(Last(NewYork(), local_days(kSpring) + 3h + 1ms), sys_days(kSpring) + 7h + 1ms);
}

TEST(ZoneTest, OfATimeThatComesTwiceBothAreFound) {
  const CivilTime twice = local_days(kAutumn) + 1h + 30min;
  EXPECT_EQ(First(NewYork(), twice), sys_days(kAutumn) + 5h + 30min);
  EXPECT_EQ(Last(NewYork(), twice), sys_days(kAutumn) + 6h + 30min);
}

TEST(ZoneTest, TheFoldBeginsAndEndsWhereTheClocksSay) {
  // 01:00 is shown at 05:00Z and again at 06:00Z; 02:00 only at 07:00Z.
  EXPECT_EQ(First(NewYork(), local_days(kAutumn) + 1h), sys_days(kAutumn) + 5h);
  EXPECT_EQ(Last(NewYork(), local_days(kAutumn) + 1h), sys_days(kAutumn) + 6h);
  EXPECT_EQ(First(NewYork(), local_days(kAutumn) + 2h), sys_days(kAutumn) + 7h);
  EXPECT_EQ(Last(NewYork(), local_days(kAutumn) + 2h), sys_days(kAutumn) + 7h);
}

TEST(ZoneTest, ADayThatIsLeftOutIsOneInstant) {
  const Timestamp skip = sys_days(std::chrono::year(2011) / 12 / 30) + 10h;
  const CivilTime day = local_days(std::chrono::year(2011) / 12 / 30);
  for (const Duration since : {0h, 1h, 12h, 24h}) {
    EXPECT_EQ(First(Samoa(), day + since), skip) << since.count();
    EXPECT_EQ(Last(Samoa(), day + since), skip) << since.count();
  }
  EXPECT_EQ(ToCivil(Samoa(), skip - 1ms), day - 1ms);
  EXPECT_EQ(ToCivil(Samoa(), skip), day + 24h);
}

TEST(ZoneTest, AZoneWithoutTransitionsHasOneInstantForEachTime) {
  const Zone plain{"test/Plain", 8h};
  const CivilTime noon = local_days(kSpring) + 12h;
  EXPECT_EQ(First(plain, noon), sys_days(kSpring) + 4h);
  EXPECT_EQ(Last(plain, noon), sys_days(kSpring) + 4h);
}

// Minute by minute around both transitions: First and Last are the first and the last instant at
// which the clocks show the time, and where they never do, the instant of the skip.
TEST(ZoneTest, FirstAndLastAreFoundByLookingAtTheClockEachMinute) {
  const Zone zone = NewYork();
  for (const auto day : {kSpring, kAutumn}) {
    for (CivilTime time = local_days(day) - 2h; time < local_days(day) + 6h; time += 1min) {
      std::vector<Timestamp> shown;
      for (Timestamp at = sys_days(day); at < sys_days(day) + 12h; at += 1min) {
        if (ToCivil(zone, at) == time) shown.push_back(at);
      }
      if (shown.empty()) shown.push_back(sys_days(kSpring) + 7h);
      EXPECT_EQ(First(zone, time), shown.front()) << time.time_since_epoch().count();
      EXPECT_EQ(Last(zone, time), shown.back()) << time.time_since_epoch().count();
    }
  }
}

}  // namespace
}  // namespace recourse
