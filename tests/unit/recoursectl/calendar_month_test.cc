#include "services/recoursectl/calendar/calendar_month.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "services/recoursectl/calendar/calendar_yaml.h"
#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

NamedCalendar Calendar(const std::string& yaml) {
  const auto file = ReadCalendarYaml("a.yaml", yaml);
  EXPECT_TRUE(file.ok()) << MessageOf(file);
  auto calendar = MakeCalendar("a", *file, {});
  EXPECT_TRUE(calendar.ok()) << MessageOf(calendar);
  return *std::move(calendar);
}
// The line of one date, without the date.
std::string LineOf(const NamedCalendar& calendar, const std::string& date) {
  const std::string text = MonthText(calendar, {Day(date), Day(date)});
  return text.substr(text.find(date) + date.size() + 2);
}

TEST(CalendarMonth, TellsHoursAndWhy) {
  const auto calendar = Calendar(R"(
zone: Asia/Shanghai
week: {mon-fri: 09:00-18:00}
holidays: [2026-10-01 国庆节]
working_days: [2026-10-10 国庆节]
dates: {2026-10-12: 10:00-11:00}
known_until: 2026-12-31)");
  EXPECT_EQ(LineOf(calendar, "2026-10-01"), "thu  closed                    holiday: 国庆节\n");
  EXPECT_EQ(LineOf(calendar, "2026-10-09"), "fri  09:00-18:00\n");
  EXPECT_EQ(LineOf(calendar, "2026-10-10"), "sat  09:00-18:00               working day: 国庆节\n");
  EXPECT_EQ(LineOf(calendar, "2026-10-11"), "sun  closed\n");
  EXPECT_EQ(LineOf(calendar, "2026-10-12"), "mon  10:00-11:00               own hours\n");
  EXPECT_EQ(LineOf(calendar, "2027-01-01"), "fri  not known\n");
}

TEST(CalendarMonth, TakesAClosureOutOfTheHours) {
  const auto calendar = Calendar(R"(
zone: Asia/Shanghai
week: {mon-sun: ["09:00-12:00", "13:00-18:00"]}
closures: [{from: 2026-03-03T11:00, to: 2026-03-03T14:00, reason: flood}])");
  EXPECT_EQ(LineOf(calendar, "2026-03-03"),
            "tue  09:00-11:00, 14:00-18:00  "
            "closed 2026-03-03T11:00 to 2026-03-03T14:00: flood\n");
  EXPECT_EQ(LineOf(calendar, "2026-03-04"), "wed  09:00-12:00, 13:00-18:00\n");
}

TEST(CalendarMonth, AClosureOfTheNextMorningShortensTheNightShift) {
  const auto calendar = Calendar(R"(
zone: Asia/Shanghai
week: {mon-sun: 22:00-06:00}
closures: [{from: 2026-03-04T02:00, to: 2026-03-04T03:00}])");
  EXPECT_EQ(LineOf(calendar, "2026-03-03").substr(0, 32), "tue  22:00-02:00+1, 03:00+1-06:0");
}

TEST(CalendarMonth, TellsWhenTheClocksChange) {
  const auto calendar = Calendar("zone: America/New_York\nweek: {mon-sun: 22:00-06:00}");
  EXPECT_EQ(LineOf(calendar, "2026-03-08"),
            "sun  22:00-06:00+1             clocks go from 02:00 to 03:00\n");
  EXPECT_EQ(LineOf(calendar, "2026-11-01"),
            "sun  22:00-06:00+1             clocks go from 02:00 back to 01:00\n");
  EXPECT_EQ(LineOf(calendar, "2026-03-07"), "sat  22:00-06:00+1\n");
}

TEST(CalendarMonth, IsOneJsonObject) {
  const auto calendar = Calendar(R"(
zone: Asia/Shanghai
week: {thu: 09:00-18:00}
holidays: [2026-10-02 国庆节])");
  EXPECT_EQ(boost::json::serialize(MonthJson(calendar, {Day("2026-10-01"), Day("2026-10-02")})),
            R"({"calendar":"a","zone":"Asia/Shanghai","days":[)"
            R"({"date":"2026-10-01","weekday":"thu","known":true,"open":[["09:00","18:00"]],)"
            R"("reasons":[]},)"
            R"({"date":"2026-10-02","weekday":"fri","known":true,"open":[],)"
            R"("reasons":["holiday: 国庆节"]}]})");
}

}  // namespace
}  // namespace recourse::ctl::calendar
