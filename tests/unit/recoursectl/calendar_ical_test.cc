#include "services/recoursectl/calendar/calendar_ical.h"

#include <gtest/gtest.h>

#include "services/recoursectl/calendar/ical_spans.h"
#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

std::string File(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
}
// An event of the lines given, each with its line break.
std::string Event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:u1\r\n" + lines + "END:VEVENT\r\n";
}
StatusOr<CalendarFile> Read(const std::string& events, const std::string& zone = "",
                            const std::string& known_until = "") {
  return ReadCalendarIcal("a.ics", File(events), {zone, ReadDate(known_until)});
}
std::string ClosuresOf(const StatusOr<CalendarFile>& file) {
  if (!file.ok()) return MessageOf(file);
  std::string text;
  for (const Closure& closure : file->closures) {
    text += (text.empty() ? "" : " ") + CivilText(closure.from) + "/" + CivilText(closure.to);
  }
  return text;
}

TEST(CalendarIcal, TheEndOfADateIsTheDayAfter) {
  const auto file =
      Read(Event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\n"
                 "SUMMARY:Christmas\r\n"));
  ASSERT_TRUE(file.ok()) << MessageOf(file);
  EXPECT_EQ(DatesOf(file->holidays), "2026-12-25 2026-12-26");
  EXPECT_EQ(file->holidays.begin()->second.name, "Christmas");
  EXPECT_EQ(file->known_until, Day("2026-12-31"));
}

TEST(CalendarIcal, ADateWithoutAnEndOrThatEndsOnItselfIsOneDay) {
  EXPECT_EQ(DatesOf(Read(Event("DTSTART;VALUE=DATE:20261225\r\n"))->holidays), "2026-12-25");
  EXPECT_EQ(
      DatesOf(
          Read(Event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225\r\n"))->holidays),
      "2026-12-25");
  EXPECT_EQ(DatesOf(Read(Event("DTSTART;VALUE=DATE:20261225\r\nDURATION:P2D\r\n"))->holidays),
            "2026-12-25 2026-12-26");
}

TEST(CalendarIcal, TwoEventsOfADateGiveOneNameWithoutSpaceAroundIt) {
  const std::string date = "DTSTART;VALUE=DATE:20261225\r\n";
  const auto name = [&](const std::string& first, const std::string& second) {
    return Read(Event(date + first) + Event(date + second))->holidays.begin()->second.name;
  };
  EXPECT_EQ(name("", "SUMMARY: Christmas \r\n"), "Christmas");
  EXPECT_EQ(name("SUMMARY:Christmas\r\n", "SUMMARY:Rest\r\n"), "Christmas / Rest");
}
TEST(CalendarIcal, ATextLosesItsEscapesAndBreaks) {
  const auto file =
      Read(Event("DTSTART:20261225\r\nSUMMARY;LANGUAGE=en:Christmas\\, the \r\n"
                 " first\\nday\r\n"));
  ASSERT_TRUE(file.ok()) << MessageOf(file);
  EXPECT_EQ(file->holidays.begin()->second.name, "Christmas, the first day");
}

TEST(CalendarIcal, TwoNamesOfOneDateAreBothKept) {
  const auto file =
      Read(Event("DTSTART:20261225\r\nSUMMARY:A\r\n") + Event("DTSTART:20261225\r\nSUMMARY:B\r\n"));
  EXPECT_EQ(file->holidays.begin()->second.name, "A / B");
}

// Fuzzing found both: YAML would not have given such names back.
TEST(CalendarIcal, ANameHasNoSpaceAroundIt) {
  const std::string nameless = Event("DTSTART:20261225\r\n");
  const std::string named = Event("DTSTART:20261225\r\nSUMMARY: B \r\n");
  EXPECT_EQ(Read(nameless + named)->holidays.begin()->second.name, "B");
  EXPECT_EQ(Read(named + nameless)->holidays.begin()->second.name, "B");
  const std::string long_one =
      Event("DTSTART:20261225\r\nSUMMARY:" + std::string(197, 'x') + "\r\n");
  EXPECT_EQ(Read(long_one + named)->holidays.begin()->second.name, std::string(197, 'x') + " /")
      << "cut at 200 bytes";
}

TEST(CalendarIcal, RecursEachYearUpToTheDateThatIsKnown) {
  const auto file = Read(Event("DTSTART;VALUE=DATE:20240506\r\nDTEND;VALUE=DATE:20240507\r\n"
                               "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO\r\nSUMMARY:Early May\r\n"),
                         "", "2027-12-31");
  ASSERT_TRUE(file.ok()) << MessageOf(file);
  EXPECT_EQ(DatesOf(file->holidays), "2024-05-06 2025-05-05 2026-05-04 2027-05-03")
      << "the first Mondays of May";
}

TEST(CalendarIcal, ARuleEndsByItsCountOrItsUntil) {
  EXPECT_EQ(
      DatesOf(Read(Event("DTSTART:20240101\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n"), "", "2026-12-31")
                  ->holidays),
      "2024-01-01 2025-01-01");
  EXPECT_EQ(DatesOf(Read(Event("DTSTART:20240101\r\nRRULE:FREQ=YEARLY;UNTIL=20260101\r\n"), "",
                         "2026-12-31")
                        ->holidays),
            "2024-01-01 2025-01-01 2026-01-01");
  EXPECT_EQ(DatesOf(Read(Event("DTSTART:20240101\r\nRRULE:FREQ=YEARLY;UNTIL=20251231T160000Z\r\n"),
                         "", "2026-12-31")
                        ->holidays),
            "2024-01-01 2025-01-01");
}

TEST(CalendarIcal, AnUntilThatIsADateHoldsTheTimesOfThatDate) {
  const std::string daily = "DTSTART;TZID=Asia/Tokyo:20260105T020000\r\nDURATION:PT1H\r\n";
  EXPECT_EQ(ClosuresOf(Read(Event(daily + "RRULE:FREQ=DAILY;UNTIL=20260106\r\n"), "Asia/Tokyo",
                            "2026-12-31")),
            "2026-01-05T02:00/2026-01-05T03:00 2026-01-06T02:00/2026-01-06T03:00");
  EXPECT_EQ(ClosuresOf(Read(Event(daily + "RRULE:FREQ=DAILY;UNTIL=20260105T170000Z\r\n"),
                            "Asia/Tokyo", "2026-12-31")),
            "2026-01-05T02:00/2026-01-05T03:00 2026-01-06T02:00/2026-01-06T03:00")
      << "02:00 in Tokyo is 17:00 of the day before in UTC";
}

TEST(CalendarIcal, WhatRecursWithoutEndAloneDoesNotShowUntilWhenItIsKnown) {
  EXPECT_EQ(MessageOf(Read(Event("DTSTART:20240101\r\nRRULE:FREQ=YEARLY\r\n"))),
            "a.ics: does not show until when it is known: add --known-until, the last date whose "
            "holidays are published");
  EXPECT_TRUE(Read(Event("DTSTART:20240101\r\nRRULE:FREQ=YEARLY\r\n"), "", "2026-12-31").ok());
}

TEST(CalendarIcal, AYearOfWhichOnlyJanuaryIsThereIsNotTakenForKnown) {
  const std::string events = Event("DTSTART:20261225\r\n") + Event("DTSTART:20270101\r\n");
  EXPECT_NE(MessageOf(Read(events)).find("--known-until"), std::string::npos);
  EXPECT_EQ(Read(events, "", "2026-12-31")->known_until, Day("2026-12-31"));
}

TEST(CalendarIcal, ExcludedReplacedAndCancelledOccurrencesAreLeftOut) {
  const std::string weekly =
      "DTSTART:20260105T020000\r\nDTEND:20260105T040000\r\n"
      "RRULE:FREQ=WEEKLY;COUNT=5\r\n"
      "EXDATE:20260112T020000\r\n";
  EXPECT_EQ(ClosuresOf(Read(Event(weekly) +
                                Event("RECURRENCE-ID:20260119T020000\r\nDTSTART:20260120T030000\r\n"
                                      "DTEND:20260120T050000\r\n") +
                                Event("RECURRENCE-ID:20260126T020000\r\nDTSTART:20260126T020000\r\n"
                                      "STATUS:CANCELLED\r\n"),
                            "", "2026-12-31")),
            "2026-01-05T02:00/2026-01-05T04:00 2026-02-02T02:00/2026-02-02T04:00 "
            "2026-01-20T03:00/2026-01-20T05:00");
}

TEST(CalendarIcal, AnExcludedDateCountsForTheTimesOfIt) {
  EXPECT_EQ(ClosuresOf(Read(Event("DTSTART:20260105T020000\r\nDTEND:20260105T040000\r\n"
                                  "RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20260106\r\n"),
                            "", "2026-12-31")),
            "2026-01-05T02:00/2026-01-05T04:00 2026-01-07T02:00/2026-01-07T04:00");
}

TEST(CalendarIcal, TimesOfOtherZonesBecomeTheCalendars) {
  const std::string utc = Event("DTSTART:20260303T060000Z\r\nDTEND:20260303T100000Z\r\n");
  EXPECT_EQ(ClosuresOf(Read(utc, "Asia/Shanghai")), "2026-03-03T14:00/2026-03-03T18:00");
  const std::string tokyo = Event(
      "DTSTART;TZID=Asia/Tokyo:20260303T150000\r\n"
      "DTEND;TZID=Asia/Tokyo:20260303T190000\r\n");
  EXPECT_EQ(ClosuresOf(Read(tokyo, "Asia/Shanghai")), "2026-03-03T14:00/2026-03-03T18:00");
  const std::string windows = Event(
      "DTSTART;TZID=\"Tokyo Standard Time\":20260303T150000\r\n"
      "DURATION:PT4H\r\n");
  EXPECT_EQ(ClosuresOf(Read(windows, "Asia/Shanghai")), "2026-03-03T14:00/2026-03-03T18:00");
  EXPECT_EQ(ClosuresOf(Read(Event("DTSTART:20260303T140000\r\nDURATION:PT4H\r\n"))),
            "2026-03-03T14:00/2026-03-03T18:00")
      << "a time of no zone is the calendar's, whichever that is";
}

TEST(CalendarIcal, ATzidIsFoundByThePlaceThatItsVtimezoneNames) {
  const std::string zone =
      "BEGIN:VTIMEZONE\r\nTZID:Head Office\r\nX-LIC-LOCATION:Asia/Tokyo\r\n"
      "END:VTIMEZONE\r\n";
  EXPECT_EQ(ClosuresOf(Read(zone + Event("DTSTART;TZID=Head Office:20260303T150000\r\n"
                                         "DTEND;TZID=Head Office:20260303T190000\r\n"),
                            "Asia/Shanghai")),
            "2026-03-03T14:00/2026-03-03T18:00");
}

TEST(CalendarIcal, AZoneThatNobodyKnowsIsNeverTakenForAnother) {
  EXPECT_EQ(MessageOf(Read(Event("DTSTART;TZID=Asia/Bejing:20260303T150000\r\nDURATION:PT1H\r\n"),
                           "Asia/Shanghai")),
            "a.ics:3: event 'u1': no time zone is called 'Asia/Bejing': write an IANA name such as "
            "Asia/Shanghai instead");
  EXPECT_EQ(MessageOf(Read(Event("DTSTART:20260303T150000Z\r\nDURATION:PT1H\r\n"))),
            "a.ics:3: event 'u1': its time is in another zone, and the calendar's own is not said: "
            "add --zone");
}

// New York's clocks went from 02:00 to 03:00 on 8 March 2026.
TEST(CalendarIcal, ADurationIsByTheClockAndARuleByTheCivilTime) {
  const std::string night = Event(
      "DTSTART;TZID=America/New_York:20260307T220000\r\n"
      "DURATION:PT8H\r\nRRULE:FREQ=DAILY;COUNT=2\r\n");
  EXPECT_EQ(ClosuresOf(Read(night, "America/New_York")),
            "2026-03-07T22:00/2026-03-08T07:00 2026-03-08T22:00/2026-03-09T06:00");
  EXPECT_EQ(ClosuresOf(Read(night, "Etc/UTC")),
            "2026-03-08T03:00/2026-03-08T11:00 2026-03-09T02:00/2026-03-09T10:00");
}

TEST(CalendarIcal, ATimedEventThatSaysWorkIsAWorkingDayWithTheHoursOfTheWeek) {
  const auto file =
      Read(Event("DTSTART:20261010T090000\r\nDTEND:20261010T180000\r\n"
                 "SUMMARY:国庆节 补班\r\n"));
  ASSERT_TRUE(file.ok()) << MessageOf(file);
  EXPECT_EQ(DatesOf(file->working_days), "2026-10-10");
  EXPECT_FALSE(file->working_days.begin()->second.hours);
  EXPECT_TRUE(file->closures.empty());
}

TEST(CalendarIcal, AShiftPastMidnightIsWorkedOnTheDateOnWhichItBegins) {
  EXPECT_EQ(DatesOf(Read(Event("DTSTART:20261010T220000\r\nDTEND:20261011T060000\r\n"
                               "SUMMARY:补班\r\n"))
                        ->working_days),
            "2026-10-10");
}

TEST(CalendarIcal, WhereDaysOffAreMarkedAnUnmarkedDateIsAFeast) {
  const auto file = Read(Event("DTSTART:20261001\r\nSUMMARY:国庆节（休）\r\n") +
                         Event("DTSTART:20261031\r\nSUMMARY:万圣夜\r\n"));
  EXPECT_EQ(DatesOf(file->holidays), "2026-10-01");
  EXPECT_EQ(file->notes.back(), "left out, as they do not say that people are free: 1 (万圣夜)");
}

TEST(CalendarIcal, AFeastThatIsLeftOutMayRecurAsItLikes) {
  const std::string feast = Event(
      "DTSTART:20260510\r\nSUMMARY:母亲节\r\n"
      "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=SU;BYSETPOS=2\r\n"
      "RDATE:20270509\r\n");
  const auto file = Read(feast + Event("DTSTART:20261001\r\nSUMMARY:国庆节（休）\r\n"));
  EXPECT_EQ(DatesOf(file->holidays), "2026-10-01") << MessageOf(file);
  EXPECT_EQ(MessageOf(Read(feast)).substr(0, 17), "a.ics:7: event 'u");
}

TEST(CalendarIcal, AnAppointmentThatLeavesPeopleFreeClosesNothing) {
  EXPECT_NE(MessageOf(Read(Event("DTSTART:20260303T140000\r\nDURATION:PT1H\r\n"
                                 "TRANSP:TRANSPARENT\r\n")))
                .find("has no event that makes"),
            std::string::npos);
}

TEST(CalendarIcalLimits, TheSizeIsBounded) {
  EXPECT_EQ(MessageOf(ReadCalendarIcal("a.ics", std::string(kIcalBytesMax + 1, 'x'), {})),
            "a.ics: is larger than 4 MiB");
}

TEST(CalendarIcalLimits, EventsAreBounded) {
  std::string events;
  for (std::size_t i = 0; i <= kIcalEventsMax; ++i) events += "BEGIN:VEVENT\nEND:VEVENT\n";
  EXPECT_EQ(MessageOf(Read(events)), "a.ics:40003: more than 20,000 events");
}

TEST(CalendarIcalLimits, LinesAndTheirDepthAreBounded) {
  EXPECT_EQ(MessageOf(Read(Event("SUMMARY:" + std::string(kIcalLineBytesMax, 'x') + "\r\n"))),
            "a.ics:5: is longer than 64 KiB");
  std::string folded = "SUMMARY:";
  for (int i = 0; i < 2'000; ++i) folded += "\r\n " + std::string(70, 'x');
  EXPECT_EQ(MessageOf(Read(Event(folded + "\r\n"))), "a.ics:5: is longer than 64 KiB");
  std::string deep;
  for (int i = 0; i < 8; ++i) deep += "BEGIN:X\r\n";
  EXPECT_EQ(MessageOf(Read(deep)), "a.ics:10: more than 8 components inside each other");
  std::string many;
  for (std::size_t i = 0; i < kIcalEventLinesMax; ++i) many += "EXDATE:20260101\r\n";
  EXPECT_EQ(MessageOf(Read(Event("DTSTART:20260101\r\n" + many))),
            "a.ics:68: more than 64 lines of one event");
}

TEST(CalendarIcalLimits, OccurrencesAreBounded) {
  EXPECT_EQ(MessageOf(Read(Event("DTSTART:20260101T000000\r\nDURATION:PT1M\r\n"
                                 "RRULE:FREQ=DAILY;COUNT=4097\r\n"),
                           "", "2099-12-31")),
            "a.ics:3: event 'u1': occurs more than 4,096 times: end its RRULE");
  EXPECT_EQ(Read(Event("DTSTART:20260101T000000\r\nDURATION:PT1M\r\n"
                       "RRULE:FREQ=DAILY;COUNT=4096\r\n"),
                 "", "2099-12-31")
                ->closures.size(),
            4'096u);
}

// libical would look for a 30th of February until the year 2582.
TEST(CalendarIcalLimits, ARuleThatNeverComesTrueIsRefusedSoon) {
  EXPECT_EQ(
      MessageOf(Read(Event("DTSTART:20260101\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
                     "", "2099-12-31")),
      "a.ics:3: event 'u1': its RRULE does not give its DTSTART: correct one of them");
}

TEST(CalendarIcalLimits, RulesOfOneFileAreBounded) {
  std::string events;
  for (std::size_t i = 0; i <= kRulesMax; ++i) {
    events += Event("DTSTART:20260101\r\nRRULE:FREQ=YEARLY;COUNT=1\r\n");
  }
  EXPECT_NE(
      MessageOf(Read(events, "", "2026-12-31")).find("more than 2,000 events of the file recur"),
      std::string::npos);
  std::string often;
  for (int i = 0; i < 13; ++i) {
    often += Event("DTSTART:20260101\r\nRRULE:FREQ=DAILY;COUNT=4000\r\n");
  }
  EXPECT_NE(MessageOf(Read(often, "", "2026-12-31")).find("occur more than 50,000 times"),
            std::string::npos);
}

TEST(CalendarIcalLimits, ExcludedDatesAreBounded) {
  std::string lines = "DTSTART:20260101\r\nRRULE:FREQ=DAILY;COUNT=3\r\n";
  for (int i = 0; i < 3; ++i) {
    lines += "EXDATE:20260102";
    for (int k = 1; k < 400; ++k) lines += ",20260102";
    lines += "\r\n";
  }
  EXPECT_EQ(MessageOf(Read(Event(lines), "", "2026-12-31")),
            "a.ics:3: event 'u1': more than 1,000 of its dates are excluded");
}

}  // namespace
}  // namespace recourse::ctl::calendar
