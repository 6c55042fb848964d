#include "services/followup/domain/quiet_hours.h"

#include <gtest/gtest.h>

namespace recourse::followup {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;

const QuietHours kNight{21h, 8h};
const Zone kShanghai{"Asia/Shanghai", 8h, {}};

Timestamp Utc(int month, int day, Duration time_of_day) {
  return Timestamp(sys_days(year(2026) / month / day)) + time_of_day;
}

// New York: on 2026-03-08 at 02:00 the clocks went to 03:00, on 2026-11-01 at 02:00 to 01:00.
const Zone kNewYork{"America/New_York", -5h, {{Utc(3, 8, 7h), -4h}, {Utc(11, 1, 6h), -5h}}};

TEST(QuietHoursTest, ByDayOneMayWriteAtOnce) {
  const Timestamp noon = Utc(3, 2, 4h);  // 12:00 in Shanghai
  EXPECT_EQ(AllowedFrom(kNight, kShanghai, noon), noon);
}

TEST(QuietHoursTest, BeginAtTheirFirstInstantAndEndAtTheirLast) {
  const Timestamp nine = Utc(3, 2, 13h);  // 21:00 in Shanghai
  const Timestamp eight = Utc(3, 3, 0h);  // 08:00 on the next day
  EXPECT_EQ(AllowedFrom(kNight, kShanghai, nine - 1ms), nine - 1ms);
  EXPECT_EQ(AllowedFrom(kNight, kShanghai, nine), eight);
  EXPECT_EQ(AllowedFrom(kNight, kShanghai, eight - 1ms), eight);
  EXPECT_EQ(AllowedFrom(kNight, kShanghai, eight), eight);
}

TEST(QuietHoursTest, MayLieWithinOneDay) {
  const QuietHours noon_rest{12h, 14h};
  EXPECT_EQ(AllowedFrom(noon_rest, kShanghai, Utc(3, 2, 5h)), Utc(3, 2, 6h));
  EXPECT_EQ(AllowedFrom(noon_rest, kShanghai, Utc(3, 2, 7h)), Utc(3, 2, 7h));
}

TEST(QuietHoursTest, AreTheCustomersAndNotOurs) {
  const Timestamp noon_in_shanghai = Utc(3, 2, 4h);  // 23:00 of the day before in New York
  EXPECT_EQ(AllowedFrom(kNight, kNewYork, noon_in_shanghai), Utc(3, 2, 13h));
}

TEST(QuietHoursTest, LastAsLongAsTheClocksSayInTheNightsOfChange) {
  // From 21:00 EST to 08:00 EDT, 10 h; from 21:00 EDT to 08:00 EST, 12 h.
  EXPECT_EQ(AllowedFrom(kNight, kNewYork, Utc(3, 8, 2h)), Utc(3, 8, 12h));
  EXPECT_EQ(AllowedFrom(kNight, kNewYork, Utc(11, 1, 1h)), Utc(11, 1, 13h));
}

TEST(QuietHoursTest, BeginWithTheFirstOfTwoHoursAndEndWithTheLast) {
  const QuietHours until_half_past_one{22h, 90min};
  // 01:30 comes at 05:30Z and again at 06:30Z.
  EXPECT_EQ(AllowedFrom(until_half_past_one, kNewYork, Utc(11, 1, 5h + 40min)),
            Utc(11, 1, 6h + 30min));
  const QuietHours from_half_past_one{90min, 6h};
  EXPECT_EQ(QuietFrom(from_half_past_one, kNewYork, Utc(11, 1, 5h)), Utc(11, 1, 5h + 30min));
}

TEST(QuietHoursTest, WhatIsSkippedInSpringBeginsWithTheSkip) {
  const QuietHours skipped{150min, 6h};  // 02:30 does not come on 8 March
  EXPECT_EQ(AllowedFrom(skipped, kNewYork, Utc(3, 8, 7h)), Utc(3, 8, 10h));
}

TEST(QuietFromTest, NamesTheNextEvening) {
  EXPECT_EQ(QuietFrom(kNight, kShanghai, Utc(3, 2, 4h)), Utc(3, 2, 13h));
  EXPECT_EQ(QuietFrom(kNight, kShanghai, Utc(3, 2, 13h)), Utc(3, 3, 13h));
}

}  // namespace
}  // namespace recourse::followup
