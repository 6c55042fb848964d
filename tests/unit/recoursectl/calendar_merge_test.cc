#include "services/recoursectl/calendar/calendar_merge.h"

#include <gtest/gtest.h>

#include "services/recoursectl/calendar/calendar_yaml.h"
#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

CalendarFile Read(const std::string& name, const std::string& text) {
  auto file = ReadCalendarYaml(name, text);
  EXPECT_TRUE(file.ok()) << MessageOf(file);
  return file.ok() ? *std::move(file) : CalendarFile{};
}
CalendarFile Branch(const std::string& more) {
  return Read("b.yaml",
              "zone: Asia/Shanghai\n"
              "week: {tue: [\"09:00-12:00\"], wed-fri: [\"09:00-18:00\"]}\n" +
                  more);
}
StatusOr<NamedCalendar> Make(const std::string& branch,
                             const std::vector<std::string>& holidays = {}) {
  std::vector<CalendarFile> files;
  for (const std::string& text : holidays) files.push_back(Read("h.yaml", text));
  return MakeCalendar("b", Branch(branch), files);
}

TEST(MakeCalendar, AMakeUpDayHasTheHoursOfTheFirstOpenDay) {
  const auto named = Make("", {"working_days: [2026-10-10]"});
  ASSERT_TRUE(named.ok()) << MessageOf(named);
  EXPECT_EQ(named->calendar.dates.at(Day("2026-10-10")), Hours("09:00-12:00"))
      << "Monday is closed";
}

TEST(MakeCalendar, OrThoseOfTheDayItIsLikeOrItsOwn) {
  const auto named = Make(
      "working_days: [{date: 2026-10-10, like: fri}, {date: 2026-10-11, hours: "
      "10:00-11:00}]");
  EXPECT_EQ(named->calendar.dates.at(Day("2026-10-10")), Hours("09:00-18:00"));
  EXPECT_EQ(named->calendar.dates.at(Day("2026-10-11")), Hours("10:00-11:00"));
}

TEST(MakeCalendar, AMakeUpDayWithoutHoursToTakeIsRefused) {
  EXPECT_EQ(MessageOf(Make("working_days:\n  - {date: 2026-10-10, like: mon}")),
            "b.yaml:4: 2026-10-10 is worked, but the week of b.yaml has no hours for it: give it "
            "hours, or like: an open day");
}

TEST(MakeCalendar, TheBranchsOwnWordCounts) {
  const auto named =
      Make("holidays: [2026-10-10]\nworking_days: [2026-10-02]\ndates: {2026-10-03: closed}",
           {"holidays: [2026-10-01..2026-10-03]\nworking_days: [2026-10-10]"});
  ASSERT_TRUE(named.ok()) << MessageOf(named);
  EXPECT_EQ(named->calendar.holidays, (std::set<Date>{Day("2026-10-01"), Day("2026-10-10")}));
  EXPECT_EQ(named->calendar.dates,
            (std::map<Date, Windows>{{Day("2026-10-02"), Hours("09:00-12:00")},
                                     {Day("2026-10-03"), {}}}));
}

TEST(MakeCalendar, TwoFilesThatContradictEachOtherAreRefused) {
  EXPECT_EQ(MessageOf(Make("", {"holidays: [2026-10-10]", "working_days: [2026-10-10]"})),
            "h.yaml:1: 2026-10-10 is a holiday in another file: delete one");
  EXPECT_EQ(MessageOf(Make("", {"working_days: [2026-10-10]", "holidays: [2026-10-10]"})),
            "h.yaml:1: 2026-10-10 is a working day in another file: delete one");
  EXPECT_TRUE(Make("", {"holidays: [2026-10-10]", "holidays: [2026-10-10]"}).ok());
}

TEST(MakeCalendar, IsKnownUntilTheEarliestDate) {
  EXPECT_EQ(Make("known_until: 2027-12-31", {"known_until: 2026-12-31", "holidays: []"})
                ->calendar.known_until,
            Day("2026-12-31"));
  EXPECT_EQ(Make("known_until: 2026-06-30", {"known_until: 2026-12-31"})->calendar.known_until,
            Day("2026-06-30"));
  EXPECT_EQ(Make("", {"holidays: []"})->calendar.known_until, std::nullopt);
}

TEST(MakeCalendar, ClosuresOfAllFilesCount) {
  const std::string closure = "closures: [{from: 2026-03-0DT14:00, to: 2026-03-0DT18:00}]";
  auto at = [&](char day) {
    std::string text = closure;
    std::replace(text.begin(), text.end(), 'D', day);
    return text;
  };
  EXPECT_EQ(Make(at('3'), {at('4')})->calendar.closures.size(), 2u);
  EXPECT_EQ(MessageOf(Make("", {"zone: Europe/London\n" + at('4')})),
            "h.yaml: its closures are local times of Europe/London, but the calendar is of "
            "Asia/Shanghai: write them as of there");
}

TEST(MakeCalendar, AFileOfDaysIsNoBranch) {
  EXPECT_NE(MessageOf(Make("", {"week: {mon: 09:00-18:00}"})).find("a file of days"),
            std::string::npos);
}

TEST(MakeCalendar, RefusesWhatACalendarRefuses) {
  EXPECT_EQ(MessageOf(MakeCalendar("b", Read("b.yaml", "zone: Asia/Bejing\nweek: {}"), {})),
            "b.yaml: no time zone is called 'Asia/Bejing': name one of the IANA database, such as "
            "Asia/Shanghai");
  EXPECT_EQ(MessageOf(MakeCalendar("b", Read("b.yaml", "week: {mon: 09:00-18:00}"), {})),
            "b.yaml: does not say its time zone: add zone (or --zone), such as Asia/Shanghai");
  EXPECT_EQ(MessageOf(MakeCalendar("b", Read("b.yaml", "zone: Asia/Shanghai\nweek: {}"), {}))
                .substr(0, 28),
            "b.yaml: calendar_never_opens");
}

TEST(MakeCalendar, SaysWhyADateIsSpecial) {
  const auto named = Make("dates: {2026-10-05: 09:00-10:00}",
                          {"holidays: [2026-10-01 国庆节]\nworking_days: [2026-10-10 国庆节]"});
  EXPECT_EQ(named->reasons.at(Day("2026-10-01")).name, "国庆节");
  EXPECT_EQ(named->reasons.at(Day("2026-10-10")).kind, DayReason::Kind::kWorkingDay);
  EXPECT_EQ(named->reasons.at(Day("2026-10-05")).kind, DayReason::Kind::kOwnHours);
}

}  // namespace
}  // namespace recourse::ctl::calendar
