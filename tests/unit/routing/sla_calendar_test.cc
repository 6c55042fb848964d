#include <gtest/gtest.h>

#include "tests/support/sla/calendars.h"

// Calendar arithmetic: the cases E01 to E28 of the clock's specification, by their ids.
namespace recourse::routing::sla {
namespace {

// The due time of `minutes` from a local time, as local time of the same zone.
std::string Due(const Calendar& calendar, const std::string& from, Duration target = 30min) {
  const auto due = TimetableOf(calendar).Due(First(calendar.zone, Civil(from)), target);
  if (!due.time) return "none";
  return Spoken(Timestamp(ToCivil(calendar.zone, *due.time).time_since_epoch())).substr(0, 16);
}
std::string DueUtc(const Calendar& calendar, const std::string& from, Duration target = 30min) {
  return Spoken(*TimetableOf(calendar).Due(First(calendar.zone, Civil(from)), target).time)
      .substr(0, 16);
}
Duration Open(const Calendar& calendar, const std::string& from, const std::string& to) {
  return TimetableOf(calendar).Elapsed(First(calendar.zone, Civil(from)),
                                       Last(calendar.zone, Civil(to)));
}

TEST(SlaClockTest, E01_InsideHours) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 10:00"), "2026-03-03 10:30");
  EXPECT_EQ(DueUtc(Sh(), "2026-03-03 10:00"), "2026-03-03 02:30");
}
TEST(SlaClockTest, E02_BeforeOpening) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 07:12"), "2026-03-03 09:30");
}
TEST(SlaClockTest, E03_AfterClosing) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 18:20"), "2026-03-04 09:30");
}
TEST(SlaClockTest, E04_StraddlesClosing) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 17:45"), "2026-03-04 09:15");
}
TEST(SlaClockTest, E05_EndsExactlyAtClosing) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 17:30"), "2026-03-03 18:00");
}
TEST(SlaClockTest, E06_CreatedExactlyAtClosing) {
  EXPECT_EQ(Due(Sh(), "2026-03-03 18:00"), "2026-03-04 09:30");
}
TEST(SlaClockTest, E07_LunchGap) {
  EXPECT_EQ(Due(ShL(), "2026-03-03 11:50"), "2026-03-03 13:50");
  EXPECT_EQ(Due(ShL(), "2026-03-03 12:30"), "2026-03-03 14:00");
}
TEST(SlaClockTest, E08_Weekend) { EXPECT_EQ(Due(Sh(), "2026-03-06 17:50"), "2026-03-09 09:20"); }
TEST(SlaClockTest, E09_NationalDayWeek) {
  EXPECT_EQ(Due(Sh(), "2026-09-30 17:45"), "2026-10-08 09:15");
}
TEST(SlaClockTest, E10_MakeUpSaturday) {
  EXPECT_EQ(Due(Sh(), "2026-10-09 17:50"), "2026-10-10 09:20");
}
TEST(SlaClockTest, E11_MakeUpSunday) {
  EXPECT_EQ(Due(Sh(), "2026-09-20 10:00"), "2026-09-20 10:30");
}
TEST(SlaClockTest, E12_MakeUpDayBeforeSpringFestival) {
  EXPECT_EQ(Due(Sh(), "2026-02-14 17:40"), "2026-02-24 09:10");
}
TEST(SlaClockTest, E13_HalfDayAndTwoBankHolidays) {
  EXPECT_EQ(Due(Lo(), "2026-12-24 11:45"), "2026-12-29 09:15");
}
TEST(SlaClockTest, E16_SpringInsideNightShift) {
  EXPECT_EQ(Due(NyN(), "2026-03-08 01:45"), "2026-03-08 03:15");
  EXPECT_EQ(DueUtc(NyN(), "2026-03-08 01:45"), "2026-03-08 07:15");
}
TEST(SlaClockTest, E17_AutumnInsideNightShift) {
  EXPECT_EQ(DueUtc(NyN(), "2026-11-01 01:45"), "2026-11-01 06:15");
}
TEST(SlaClockTest, E18_LengthOfTheNightShift) {
  EXPECT_EQ(Open(NyN(), "2026-03-07 22:00", "2026-03-08 06:00"), 7h);
  EXPECT_EQ(Open(NyN(), "2026-10-31 22:00", "2026-11-01 06:00"), 9h);
}
TEST(SlaClockTest, E19_BusinessDayAcrossTransition) {
  EXPECT_EQ(Due(Ny(), "2026-03-06 16:45"), "2026-03-09 09:15");
  EXPECT_EQ(DueUtc(Ny(), "2026-03-06 16:45"), "2026-03-09 13:15");
}
TEST(SlaClockTest, E20_HalfAnHourOfTransition) {
  EXPECT_EQ(DueUtc(Lh(), "2026-04-05 01:45"), "2026-04-04 15:15");
}
TEST(SlaClockTest, E21_OpeningThatDoesNotExist) {
  EXPECT_EQ(Due(Weekly("X", "America/New_York", {{2h + 30min, 10h}}, 7), "2026-03-08 01:00"),
            "2026-03-08 03:30");
}
TEST(SlaClockTest, E22_ClosingThatDoesNotExist) {
  const Calendar late = Weekly("X", "America/New_York", {{18h, 2h + 30min}}, 7);
  EXPECT_EQ(Due(late, "2026-03-08 01:45", 15min), "2026-03-08 03:00");
  EXPECT_EQ(Due(late, "2026-03-08 01:45"), "2026-03-08 18:15");
}
TEST(SlaClockTest, E23_AlwaysOpenOverTransitions) {
  EXPECT_EQ(Due(H24("America/New_York"), "2026-03-07 20:00", 8h), "2026-03-08 05:00");
  EXPECT_EQ(Due(H24("America/New_York"), "2026-10-31 20:00", 8h), "2026-11-01 03:00");
}
TEST(SlaClockTest, E24_NightShiftBeforeAHoliday) {
  Calendar night = Weekly("X", "Asia/Shanghai", {{22h, 6h}}, 7);
  Close(night, "2026-05-01", "2026-05-01");
  EXPECT_EQ(Due(night, "2026-04-30 23:50"), "2026-05-01 00:20");
  EXPECT_EQ(Open(night, "2026-04-30 22:00", "2026-05-02 06:00"), 8h);
}
TEST(SlaClockTest, E25_OverlappingWindows) {
  EXPECT_EQ(Open(Weekly("X", "Asia/Shanghai", {{9h, 13h}, {12h, 18h}}), "2026-03-03 00:00",
                 "2026-03-04 00:00"),
            9h);
}
TEST(SlaClockTest, E26_CalendarWithoutAnyOpening) {
  Calendar empty;
  empty.calendar_id = "X";
  empty.zone = ZoneOf("Asia/Shanghai");
  const auto made = Timetable::Of(empty);
  ASSERT_TRUE(std::holds_alternative<Refusal>(made));
  EXPECT_EQ(std::get<Refusal>(made).slug, "calendar_never_opens");
  // Open on one past date alone: at use there is no due time, and an end to the search.
  empty.dates[Day("2026-03-02")] = {{9h, 18h}};
  const DueTime due = TimetableOf(empty).Due(Utc("2026-03-03 02:00"), 30min);
  EXPECT_EQ(due.time, std::nullopt);
  EXPECT_EQ(due.absence, DueTime::Absence::kNeverOpens);
}
TEST(SlaClockTest, E27_OnlyTuesdays) {
  Calendar tuesdays;
  tuesdays.zone = ZoneOf("Asia/Shanghai");
  tuesdays.week[1] = {{8h, 17h}};
  EXPECT_EQ(Due(tuesdays, "2026-03-03 16:45"), "2026-03-10 08:15");
}
TEST(SlaClockTest, E28_UnknownZone) {
  EXPECT_EQ(LoadZone("Asia/Bejing").status().code(), StatusCode::kNotFound);
}
TEST(SlaClockTest, E67_MidnightIsTwentyFour) {
  const Calendar short_of = Weekly("X", "Asia/Shanghai", {{0h, 23h + 59min}}, 7);
  EXPECT_EQ(Open(short_of, "2026-03-02 00:00", "2026-03-09 00:00"), 6 * 24h + 23h + 53min);
  EXPECT_EQ(Due(short_of, "2026-03-03 23:45"), "2026-03-04 00:16");
  EXPECT_EQ(Due(H24(), "2026-03-03 23:45"), "2026-03-04 00:15");
}

TEST(TimetableTest, NothingIsDueBeyondWhatIsKnown) {
  Calendar calendar = Sh();
  calendar.known_until = Day("2026-12-31");
  const DueTime inside = TimetableOf(calendar).Due(Utc("2026-12-31 09:00"), 1h);
  EXPECT_EQ(Spoken(*inside.time), "2026-12-31 10:00:00.000");
  const DueTime beyond = TimetableOf(calendar).Due(Utc("2026-12-31 09:45"), 30min);
  EXPECT_EQ(beyond.time, std::nullopt);
  EXPECT_EQ(beyond.absence, DueTime::Absence::kNotKnown);
  EXPECT_EQ(Spoken(TimetableOf(calendar).end()), "2026-12-31 16:00:00.000");
}
TEST(TimetableTest, BeyondTheEndOfItsZoneItIsOutOfRange) {
  const DueTime due = TimetableOf(Sh()).Due(Utc("2099-12-31 09:00"), 48h);
  EXPECT_EQ(due.absence, DueTime::Absence::kOutOfRange);
}
TEST(TimetableTest, ADayThatWasSkippedIsNeitherOpenNorMissed) {
  const Calendar apia = Weekly("X", "Pacific/Apia", {{9h, 17h}}, 7);
  EXPECT_EQ(Due(apia, "2011-12-29 16:45"), "2011-12-31 09:15");
  EXPECT_EQ(Open(apia, "2011-12-29 00:00", "2012-01-01 00:00"), 16h);
  const Calendar night = Weekly("X", "Pacific/Apia", {{22h, 6h}}, 7);
  EXPECT_EQ(Open(night, "2011-12-29 22:00", "2011-12-31 12:00"), 8h);
}
TEST(TimetableTest, AnHourThatComesTwiceIsOpenTwice) {
  // 01:30 comes twice: an evening shift closes at the second, an early one opens at the first.
  const Calendar evening = Weekly("X", "America/New_York", {{22h, 1h + 30min}}, 7);
  EXPECT_EQ(Open(evening, "2026-10-31 20:00", "2026-11-01 12:00"), 4h + 30min);
  const Calendar early = Weekly("X", "America/New_York", {{1h + 30min, 10h}}, 7);
  EXPECT_EQ(Open(early, "2026-10-31 20:00", "2026-11-01 12:00"), 9h + 30min);
}
TEST(TimetableTest, MidnightThatComesTwiceClosesAtTheSecond) {
  // Havana goes from 01:00 back to 00:00: the end of Saturday is shown twice.
  Calendar saturdays = Weekly("X", "America/Havana", {}, 7);
  saturdays.week[5] = {{2h, 24h}};
  EXPECT_EQ(Open(saturdays, "2009-10-24 00:00", "2009-10-25 12:00"), 23h);
}
TEST(TimetableTest, WhatIsOpenWithoutAGapIsOnePiece) {
  const auto day = TimetableOf(H24("America/New_York"))
                       .OpenFrom(Utc("2026-03-01 00:00"), Utc("2026-12-01 00:00"));
  EXPECT_EQ(day, (Interval{Utc("2026-03-01 00:00"), Utc("2026-12-01 00:00")}));
  const auto next = TimetableOf(Sh()).OpenFrom(Utc("2026-03-03 11:00"), Utc("2026-03-05 00:00"));
  EXPECT_EQ(next, (Interval{Utc("2026-03-04 01:00"), Utc("2026-03-04 10:00")}));
}
TEST(TimetableTest, AClosureTakesAwayFromEveryWindow) {
  Calendar calendar = Sh();
  calendar.closures.push_back({Civil("2026-03-03 14:00"), Civil("2026-03-03 18:00"), "flood"});
  EXPECT_EQ(Due(calendar, "2026-03-03 13:50"), "2026-03-04 09:20");
  EXPECT_EQ(Open(calendar, "2026-03-03 00:00", "2026-03-04 00:00"), 5h);
}

}  // namespace
}  // namespace recourse::routing::sla
