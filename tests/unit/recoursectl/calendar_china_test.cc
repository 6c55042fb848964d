// deploy/calendars/china-2025-2026.yaml against the State Council's notices: 国办发明电〔2024〕12号
// for 2025, 国办发明电〔2025〕7号 for 2026. Each says dates, week days and how many days a holiday
// has.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/recoursectl/calendar/calendar_yaml.h"
#include "tests/unit/recoursectl/calendar_values.h"

namespace recourse::ctl::calendar {
namespace {

using namespace testing;  // NOLINT: values of this test

const CalendarFile& China() {
  static const CalendarFile file = [] {
    const std::string path = FileBeside("deploy/calendars/china-2025-2026.yaml");
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    auto read = ReadCalendarYaml("china.yaml", text.str());
    EXPECT_TRUE(read.ok()) << path << ": " << MessageOf(read);
    return read.ok() ? *std::move(read) : CalendarFile{};
  }();
  return file;
}

int CountOf(const auto& days, int year) {
  int count = 0;
  for (const auto& [date, day] : days) {
    count += int{std::chrono::year_month_day(date).year()} == year ? 1 : 0;
  }
  return count;
}

struct Announced {
  const char* name;
  const char* first;
  const char* first_weekday;
  const char* last;
  const char* last_weekday;
  int days;
};

TEST(China, EveryHolidayIsThereWithTheWeekdaysAndTheLengthOfItsNotice) {
  const Announced all[] = {
      {"元旦", "2025-01-01", "wed", "2025-01-01", "wed", 1},
      {"春节", "2025-01-28", "tue", "2025-02-04", "tue", 8},
      {"清明节", "2025-04-04", "fri", "2025-04-06", "sun", 3},
      {"劳动节", "2025-05-01", "thu", "2025-05-05", "mon", 5},
      {"端午节", "2025-05-31", "sat", "2025-06-02", "mon", 3},
      {"国庆节、中秋节", "2025-10-01", "wed", "2025-10-08", "wed", 8},
      {"元旦", "2026-01-01", "thu", "2026-01-03", "sat", 3},
      {"春节", "2026-02-15", "sun", "2026-02-23", "mon", 9},
      {"清明节", "2026-04-04", "sat", "2026-04-06", "mon", 3},
      {"劳动节", "2026-05-01", "fri", "2026-05-05", "tue", 5},
      {"端午节", "2026-06-19", "fri", "2026-06-21", "sun", 3},
      {"中秋节", "2026-09-25", "fri", "2026-09-27", "sun", 3},
      {"国庆节", "2026-10-01", "thu", "2026-10-07", "wed", 7},
  };
  for (const Announced& holiday : all) {
    const Date first = Day(holiday.first);
    const Date last = Day(holiday.last);
    EXPECT_EQ((last - first).count() + 1, holiday.days) << holiday.first;
    EXPECT_EQ(NameOfWeekday(WeekdayOf(first)), holiday.first_weekday) << holiday.first;
    EXPECT_EQ(NameOfWeekday(WeekdayOf(last)), holiday.last_weekday) << holiday.last;
    for (Date date = first; date <= last; date += std::chrono::days(1)) {
      ASSERT_TRUE(China().holidays.contains(date)) << DateText(date);
      EXPECT_EQ(China().holidays.at(date).name, holiday.name) << DateText(date);
    }
  }
}

TEST(China, ThereIsNoHolidayMore) {
  EXPECT_EQ(CountOf(China().holidays, 2025), 28);
  EXPECT_EQ(CountOf(China().holidays, 2026), 33);
  EXPECT_EQ(China().holidays.size(), 61u);
}

TEST(China, TheMakeUpDaysAreThoseOfTheNotices) {
  EXPECT_EQ(DatesOf(China().working_days),
            "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
            "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10");
}

TEST(China, AMakeUpDayIsASaturdayOrASundayAndNoHoliday) {
  for (const auto& [date, day] : China().working_days) {
    EXPECT_GE(WeekdayOf(date), 5u) << DateText(date);
    EXPECT_FALSE(China().holidays.contains(date)) << DateText(date);
  }
}

// The law names 13 holidays a year since 2025, and gives those on a weekend back on a week day; the
// rest of a long holiday is swapped for make-up days. So week days off less make-up days are 13.
TEST(China, WeekDaysOffLessMakeUpDaysAreTheLegalHolidays) {
  for (const int year : {2025, 2026}) {
    int week_days_off = 0;
    for (const auto& [date, day] : China().holidays) {
      const bool of_year = int{std::chrono::year_month_day(date).year()} == year;
      week_days_off += of_year && WeekdayOf(date) < 5 ? 1 : 0;
    }
    EXPECT_EQ(week_days_off - CountOf(China().working_days, year), 13) << year;
  }
}

TEST(China, NothingIsKnownBeyondWhatIsAnnounced) {
  EXPECT_EQ(China().known_until, Day("2026-12-31"));
}

}  // namespace
}  // namespace recourse::ctl::calendar
