#include "services/recoursectl/calendar/calendar_yaml.h"

#include <gtest/gtest.h>

#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

StatusOr<CalendarFile> Read(const std::string& text) { return ReadCalendarYaml("a.yaml", text); }

TEST(CalendarYaml, ReadsEveryKey) {
  const auto file = Read(R"(zone: Asia/Shanghai
week: {mon-fri: ["09:00-12:00", "13:30-17:30"], sat: 09:00-12:00, sun: closed}
holidays: [2026-01-01, "2026-02-15..2026-02-16 春节"]
working_days:
  - 2026-01-04 元旦
  - {date: 2026-02-14, like: fri}
  - {date: 2026-02-28 春节, hours: ["09:00-12:00"]}
dates: {2026-12-24: ["09:00-12:00"], 2026-12-30..2026-12-31: closed}
closures: [{from: 2026-03-03T14:00, to: 2026-03-03T18:00, reason: power cut}]
known_until: 2026-12-31
holidays_from: [china.yaml]
)");
  ASSERT_TRUE(file.ok()) << MessageOf(file);
  EXPECT_EQ(file->zone, "Asia/Shanghai");
  EXPECT_EQ((*file->week)[0], Hours("09:00-12:00, 13:30-17:30"));
  EXPECT_EQ((*file->week)[4], Hours("09:00-12:00, 13:30-17:30"));
  EXPECT_EQ((*file->week)[5], Hours("09:00-12:00"));
  EXPECT_EQ((*file->week)[6], Windows{});
  EXPECT_EQ(DatesOf(file->holidays), "2026-01-01 2026-02-15 2026-02-16");
  EXPECT_EQ(file->holidays.at(Day("2026-02-16")).name, "春节");
  EXPECT_EQ(file->holidays.at(Day("2026-02-16")).line, 3);
  EXPECT_EQ(DatesOf(file->working_days), "2026-01-04 2026-02-14 2026-02-28");
  EXPECT_EQ(file->working_days.at(Day("2026-02-14")).like, 4u);
  EXPECT_EQ(file->working_days.at(Day("2026-02-28")).hours, Hours("09:00-12:00"));
  EXPECT_EQ(file->dates.at(Day("2026-12-31")), Windows{});
  EXPECT_EQ(file->dates.at(Day("2026-12-24")), Hours("09:00-12:00"));
  EXPECT_EQ(
      file->closures,
      (std::vector<Closure>{{Civil("2026-03-03T14:00"), Civil("2026-03-03T18:00"), "power cut"}}));
  EXPECT_EQ(file->known_until, Day("2026-12-31"));
  EXPECT_EQ(file->holidays_from, std::vector<std::string>{"china.yaml"});
}

TEST(CalendarYaml, AMarkOfByteOrderIsNoPartOfTheFirstKey) {
  EXPECT_TRUE(Read("\xEF\xBB\xBFzone: Asia/Shanghai\n").ok());
}

TEST(CalendarYaml, WhatIsWrittenIsReadAgain) {
  CalendarFile file{.zone = "Asia/Shanghai"};
  for (const char* date : {"2026-10-01", "2026-10-02", "2026-10-05"}) {
    file.holidays[Day(date)] = {"\"国庆\": #1", 0};
  }
  file.holidays[Day("2026-10-03")] = {"", 0};
  file.working_days[Day("2026-10-10")] = {.name = "补班", .like = 4};
  file.working_days[Day("2026-10-11")] = {.hours = Hours("09:00-12:00, 22:00-24:00")};
  file.closures = {{Civil("2026-03-03T14:00"), Civil("2026-03-04T00:00:30"), "{a: b}"}};
  file.known_until = Day("2026-12-31");
  const std::string text = WriteDaysYaml(file, {"one", "two"});
  EXPECT_EQ(text, R"(# one
# two
zone: "Asia/Shanghai"
holidays:
  - "2026-10-01..2026-10-02 \"国庆\": #1"
  - 2026-10-03
  - "2026-10-05 \"国庆\": #1"
working_days:
  - {date: "2026-10-10 补班", like: fri}
  - {date: 2026-10-11, hours: "09:00-12:00, 22:00-24:00"}
closures:
  - {from: 2026-03-03T14:00, to: 2026-03-04T00:00:30, reason: "{a: b}"}
known_until: 2026-12-31
)");
  const auto again = Read(text);
  ASSERT_TRUE(again.ok()) << MessageOf(again);
  EXPECT_EQ(again->holidays.at(Day("2026-10-05")).name, "\"国庆\": #1");
  EXPECT_EQ(again->working_days.at(Day("2026-10-10")).like, 4u);
  EXPECT_EQ(again->working_days.at(Day("2026-10-11")).hours, Hours("09:00-12:00, 22:00-24:00"));
  EXPECT_EQ(again->closures, file.closures);
  EXPECT_EQ(again->known_until, file.known_until);
}

TEST(CalendarYamlLimits, ALargeFileIsRefusedUnread) {
  EXPECT_EQ(MessageOf(Read(std::string(kYamlBytesMax + 1, '#'))), "a.yaml: is larger than 1 MiB");
  EXPECT_TRUE(Read("zone: Asia/Shanghai\n" + std::string(kYamlBytesMax - 20, '#')).ok());
}

TEST(CalendarYamlLimits, DepthIsBounded) {
  const std::string deep = "week: " + std::string(16, '[') + std::string(16, ']');
  EXPECT_EQ(MessageOf(Read(deep)), "a.yaml:1: more than 16 lists and maps inside each other");
  const std::string bottomless(kYamlBytesMax, '[');
  EXPECT_EQ(MessageOf(Read(bottomless)).substr(0, 9), "a.yaml:1:") << "whatever it is called";
}

TEST(CalendarYamlLimits, ManyHolidaysAreRefused) {
  std::string text = "holidays:\n";
  for (int year = 1970; year <= 1985; ++year) {
    text += "  - " + std::to_string(year) + "-01-01.." + std::to_string(year) + "-12-31\n";
  }
  EXPECT_EQ(MessageOf(Read(text)),
            "a.yaml:13: more than 4,096 holidays and working days: leave out past years")
      << "eleven years are 4,017 days";
}

}  // namespace
}  // namespace recourse::ctl::calendar
