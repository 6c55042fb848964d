#include "services/recoursectl/calendar/calendar_text.h"

#include <gtest/gtest.h>

#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test
using namespace std::chrono_literals;

TEST(CalendarText, ADateExistsAndLiesWithinTheYearsOfCalendars) {
  EXPECT_TRUE(ReadDate("2024-02-29"));
  EXPECT_TRUE(ReadDate("1970-01-01"));
  EXPECT_TRUE(ReadDate("2099-12-31"));
  for (const char* text : {"2026-02-29", "2026-13-01", "1969-12-31", "2100-01-01", "2026-1-1",
                           "2026/01/01", "2026-01-01 ", "", "20260101"}) {
    EXPECT_FALSE(ReadDate(text)) << text;
  }
}

TEST(CalendarText, ARangeHoldsItsEnds) {
  const auto range = ReadDateRange("2026-02-15..2026-02-23");
  ASSERT_TRUE(range);
  EXPECT_EQ((range->last - range->first).count() + 1, 9);
  EXPECT_EQ(RangeText(*range), "2026-02-15..2026-02-23");
  EXPECT_EQ(RangeText(*ReadDateRange("2026-02-15")), "2026-02-15");
}

TEST(CalendarText, ARangeThatRunsBackwardsOrIsTooLongIsNone) {
  EXPECT_FALSE(ReadDateRange("2026-02-23..2026-02-15"));
  EXPECT_FALSE(ReadDateRange("2026-02-15.."));
  EXPECT_FALSE(ReadDateRange("2026-02-15..2026-02-23..2026-02-24"));
  EXPECT_TRUE(ReadDateRange("2026-01-01..2027-02-04")) << "400 days";
  EXPECT_FALSE(ReadDateRange("2026-01-01..2027-02-05")) << "401 days";
}

TEST(CalendarText, AMonthKnowsItsLastDate) {
  EXPECT_EQ(DateText(ReadMonth("2026-02")->last), "2026-02-28");
  EXPECT_EQ(DateText(ReadMonth("2024-02")->last), "2024-02-29");
  for (const char* text : {"2026-13", "2026", "2026-1", "2026-10-01"}) {
    EXPECT_FALSE(ReadMonth(text)) << text;
  }
}

TEST(CalendarText, WindowsMayPassMidnightAndCloseAtTwentyFour) {
  EXPECT_EQ(Hours("09:00-12:00, 13:30-17:30"), (Windows{{9h, 12h}, {13h + 30min, 17h + 30min}}));
  EXPECT_EQ(Hours("22:00-06:00"), (Windows{{22h, 6h}}));
  EXPECT_EQ(Hours("00:00-24:00"), (Windows{{0h, 24h}}));
  EXPECT_EQ(Hours("closed"), Windows{});
}

TEST(CalendarText, HoursThatAreNoneAreRefused) {
  for (const char* text : {"24:00-06:00", "9:00-12:00", "09:00", "09:00-24:01", "09:60-10:00",
                           "09:00-12:00,", "", "open"}) {
    EXPECT_FALSE(ReadWindows(text)) << text;
  }
}

TEST(CalendarText, WeekdaysAreRangesAndListsEachOnce) {
  EXPECT_EQ(ReadWeekdays("mon-fri"), (std::vector<unsigned>{0, 1, 2, 3, 4}));
  EXPECT_EQ(ReadWeekdays("mon, wed-thu"), (std::vector<unsigned>{0, 2, 3}));
  EXPECT_EQ(ReadWeekdays("sat-mon"), (std::vector<unsigned>{0, 5, 6})) << "over the week's end";
  EXPECT_EQ(ReadWeekdays("sun"), (std::vector<unsigned>{6}));
  for (const char* text : {"mon-tue, tue", "monday", "", "mon-", "Mon", "mon,,tue"}) {
    EXPECT_FALSE(ReadWeekdays(text)) << text;
  }
}

}  // namespace
}  // namespace recourse::ctl::calendar
