#include "services/recoursectl/calendar/calendar_load.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "services/recoursectl/calendar/calendar_json_text.h"
#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

// A folder of files that goes with the test.
class CalendarLoad : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "calendarXXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    Put("days.yaml",
        "holidays: [2026-10-01 国庆节]\nworking_days: [2026-10-10]\n"
        "known_until: 2026-12-31\n");
    Put("days.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20261002\nSUMMARY:x\n"
        "END:VEVENT\nEND:VCALENDAR\n");
    Put("branch.yaml",
        "zone: Asia/Shanghai\nweek: {mon-fri: 09:00-18:00}\n"
        "holidays_from: [days.yaml]\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string At(const std::string& name) const { return folder_ + "/" + name; }
  void Put(const std::string& name, const std::string& text) const {
    std::ofstream(At(name), std::ios::binary) << text;
  }
  // The refusal without the folder.
  std::string Said(const StatusOr<Loaded>& loaded) const {
    std::string text = MessageOf(loaded);
    const auto at = text.find(folder_);
    return at == std::string::npos ? text : text.erase(at, folder_.size() + 1);
  }

  std::string folder_;
};

TEST_F(CalendarLoad, TakesInTheFilesThatStandBesideIt) {
  const auto loaded = Load(At("branch.yaml"), {});
  ASSERT_TRUE(loaded.ok()) << MessageOf(loaded);
  EXPECT_EQ(boost::json::serialize(JsonOf(*loaded)),
            R"({"calendars":{"branch":{"zone":"Asia/Shanghai","week":{)"
            R"("mon":[["09:00","18:00"]],"tue":[["09:00","18:00"]],"wed":[["09:00","18:00"]],)"
            R"("thu":[["09:00","18:00"]],"fri":[["09:00","18:00"]]},)"
            R"("holidays":["2026-10-01"],"dates":{"2026-10-10":[["09:00","18:00"]]},)"
            R"("known_until":"2026-12-31"}}})");
}

TEST_F(CalendarLoad, AndThoseOfTheCommandLineOfEitherKind) {
  LoadOptions options{.holidays = {At("days.ics")}, .known_until = Day("2026-11-30"), .name = "SH"};
  const auto loaded = Load(At("branch.yaml"), options);
  ASSERT_TRUE(loaded.ok()) << MessageOf(loaded);
  const auto& calendar = loaded->calendar->calendar;
  EXPECT_EQ(calendar.calendar_id, "SH");
  EXPECT_EQ(calendar.holidays, (std::set<Date>{Day("2026-10-01"), Day("2026-10-02")}));
  EXPECT_EQ(calendar.known_until, Day("2026-11-30")) << "the earliest";
  EXPECT_FALSE(loaded->notes.empty()) << "what the .ics came to";
}

TEST_F(CalendarLoad, OptionsMakeACalendarOfDays) {
  const LoadOptions options{.zone = "Asia/Shanghai",
                            .week = {"mon-thu 09:00-12:00, 13:00-18:00", "fri 09:00-12:00"}};
  for (const char* name : {"days.yaml", "days.ics"}) {
    const auto loaded = Load(At(name), options);
    ASSERT_TRUE(loaded.ok()) << MessageOf(loaded);
    EXPECT_EQ(loaded->calendar->calendar.week[3], Hours("09:00-12:00, 13:00-18:00"));
    EXPECT_EQ(loaded->calendar->calendar.week[4], Hours("09:00-12:00"));
    EXPECT_EQ(loaded->calendar->calendar.calendar_id, "days");
  }
}

TEST_F(CalendarLoad, DaysAloneMakeNoCalendar) {
  const auto loaded = Load(At("days.yaml"), {});
  ASSERT_TRUE(loaded.ok()) << MessageOf(loaded);
  EXPECT_FALSE(loaded->calendar);
  EXPECT_EQ(boost::json::serialize(JsonOf(*loaded)),
            R"({"days":{"holidays":[{"date":"2026-10-01","name":"国庆节"}],)"
            R"("working_days":[{"date":"2026-10-10"}],"known_until":"2026-12-31"}})");
  EXPECT_EQ(Said(Load(At("days.yaml"), {.holidays = {At("days.ics")}})),
            "days.yaml: has no week, so there is no calendar to add days to: write week, or say "
            "--week \"mon-fri 09:00-18:00\"");
}

TEST_F(CalendarLoad, WhatStandsInTheFileIsNotSaidAgain) {
  EXPECT_EQ(Said(Load(At("branch.yaml"), {.zone = "Europe/London"})),
            "branch.yaml: says zone Asia/Shanghai: leave out --zone");
  EXPECT_EQ(Said(Load(At("branch.yaml"), {.week = {"mon 09:00-12:00"}})),
            "branch.yaml: has a week: leave out --week");
  EXPECT_EQ(Said(Load(At("days.yaml"), {.week = {"mon 9-12"}})),
            "--week 'mon 9-12': write \"mon-fri 09:00-12:00, 13:30-17:30\"");
}

TEST_F(CalendarLoad, AFileThatIsNotThereIsNamed) {
  EXPECT_EQ(Said(Load(At("absent.yaml"), {})), "cannot read absent.yaml");
  EXPECT_EQ(Said(Load(folder_, {})).substr(0, 11), "cannot read");
  Put("lost.yaml", "zone: Asia/Shanghai\nweek: {mon: 09:00-18:00}\nholidays_from: [gone.yaml]\n");
  EXPECT_EQ(Said(Load(At("lost.yaml"), {})), "cannot read gone.yaml");
}

TEST_F(CalendarLoad, HolidaysWithoutAnEndAreRemarkedOn) {
  Put("open.yaml", "zone: Asia/Shanghai\nweek: {mon: 09:00-18:00}\nholidays: [2026-10-01]\n");
  const auto loaded = Load(At("open.yaml"), {});
  ASSERT_EQ(loaded->notes.size(), 1u);
  EXPECT_NE(loaded->notes[0].find("no known_until"), std::string::npos);
}

TEST_F(CalendarLoad, ReadsTheJsonThatItMakes) {
  const auto first = Load(At("branch.yaml"), {});
  Put("one.json", OnLines(JsonOf(*first)));
  const auto again = Load(At("one.json"), {});
  ASSERT_TRUE(again.ok()) << MessageOf(again);
  EXPECT_EQ(again->calendar->calendar, first->calendar->calendar);
  Put("two.json", R"({"calendars": {"a": {"zone": "Etc/UTC"}, "b": {"zone": "Etc/UTC"}}})");
  EXPECT_EQ(Said(Load(At("two.json"), {})),
            "two.json: has no calendar '': say --name, one of its calendars");
  Put("bad.json", R"({"calendars": {"a": {"zone": "Asia/Bejing"}}})");
  EXPECT_EQ(Said(Load(At("bad.json"), {})).substr(0, 22), "bad.json: unknown_zone");
}

}  // namespace
}  // namespace recourse::ctl::calendar
