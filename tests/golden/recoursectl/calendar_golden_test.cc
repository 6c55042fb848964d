// Calendars as files: what published ones come to, what is refused in which words, and the due
// times of the clock's cases by the calendars of deploy/calendars. Expectations are written by
// hand.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/recoursectl/calendar/calendar_ical.h"
#include "services/recoursectl/calendar/calendar_load.h"
#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/calendar_yaml.h"
#include "services/routing/domain/sla/timetable.h"

namespace recourse::ctl::calendar {
namespace {

using routing::sla::DueTime;
using routing::sla::Timetable;

std::string PathOf(const std::string& name) {
  return std::string(RECOURSE_TESTS_DIR) + "/golden/recoursectl/calendar_" + name;
}
std::string DeployedPath(const std::string& name) {
  return std::string(RECOURSE_TESTS_DIR) + "/../deploy/calendars/" + name + ".yaml";
}

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

StatusOr<CalendarFile> Imported(const std::string& name) {
  return ReadCalendarIcal("f", TextOf(PathOf(name + ".ics")), {});
}

class PublishedCalendar : public ::testing::TestWithParam<const char*> {};

TEST_P(PublishedCalendar, ComesToTheseDays) {
  const auto file = Imported(GetParam());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(WriteDaysYaml(*file, file->notes), TextOf(PathOf(std::string(GetParam()) + ".yaml")));
}

INSTANTIATE_TEST_SUITE_P(CalendarGolden, PublishedCalendar,
                         ::testing::Values("uk", "uk_rules", "closures"));

// The days of 2026 by the notice.
struct Days {
  std::set<Date> holidays;
  std::set<Date> working_days;
  friend bool operator==(const Days&, const Days&) = default;
};

Days DaysOf2026(const CalendarFile& file) {
  Days days;
  const auto of_2026 = [](Date date) {
    return int{std::chrono::year_month_day(date).year()} == 2026;
  };
  for (const auto& [date, day] : file.holidays) {
    if (of_2026(date)) days.holidays.insert(date);
  }
  for (const auto& [date, day] : file.working_days) {
    if (of_2026(date)) days.working_days.insert(date);
  }
  return days;
}

// Four publishers, four styles: marks 休 and 班 beside feasts; a day each and make-up days as
// hours; 上班(补...假期); whole days from midnight to the last second.
class ChineseCalendar : public ::testing::TestWithParam<const char*> {};

TEST_P(ChineseCalendar, SaysWhatTheNoticeSays) {
  const auto published = Imported(std::string("china_") + GetParam());
  ASSERT_TRUE(published.ok()) << published.status();
  const auto notice = Load(DeployedPath("china-2025-2026"), {});
  ASSERT_TRUE(notice.ok()) << notice.status();
  const Days days = DaysOf2026(*published);
  EXPECT_EQ(days, DaysOf2026(notice->days));
  EXPECT_EQ(days.holidays.size(), 33u);
  EXPECT_EQ(days.working_days.size(), 6u);
  EXPECT_EQ(published->known_until, notice->days.known_until);
  EXPECT_TRUE(published->closures.empty());
}

INSTANTIATE_TEST_SUITE_P(CalendarGolden, ChineseCalendar,
                         ::testing::Values("marked", "numbered", "words", "hours"));

// A case of calendar_refusals.txt.
struct Refused {
  int line = 0;
  std::string kind{};
  std::string text{};
  std::string said{};
};

std::vector<Refused> RefusedFiles() {
  std::vector<Refused> all;
  std::istringstream lines(TextOf(PathOf("refusals.txt")));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with("== ")) {
      all.push_back({number, line.substr(3)});
    } else if (line.starts_with("=> ")) {
      all.back().said = line.substr(3);
    } else if (!all.empty()) {
      all.back().text += line + "\n";
    }
  }
  return all;
}

Status Read(const Refused& refused) {
  if (refused.kind == "yaml") return ReadCalendarYaml("f", refused.text).status();
  if (refused.kind == "ics") return ReadCalendarIcal("f", refused.text, {}).status();
  const std::string event =
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\n" + refused.text + "END:VEVENT\nEND:VCALENDAR\n";
  return ReadCalendarIcal("f", event, {{}, ReadDate("2026-12-31")}).status();
}

TEST(CalendarGolden, EveryRefusalSaysWhereWhatAndWhatToDo) {
  const auto all = RefusedFiles();
  EXPECT_GT(all.size(), 50u);
  for (const Refused& refused : all) {
    EXPECT_EQ(std::string(Read(refused).message()), refused.said)
        << "calendar_refusals.txt:" << refused.line;
  }
}

// The due time as local time; `*` marks the second of two equal ones.
std::string Due(const NamedCalendar& named, CivilTime from, Duration target) {
  const Zone& zone = named.calendar.zone;
  const auto timetable = Timetable::Of(named.calendar);
  const DueTime due = std::get<Timetable>(timetable).Due(First(zone, from), target);
  if (due.absence == DueTime::Absence::kNotKnown) return "not known";
  if (!due.time) return "none";
  const CivilTime local = ToCivil(zone, *due.time);
  return CivilText(local) + (First(zone, local) == *due.time ? "" : "*");
}

TEST(CalendarGolden, ClocksAreDueByTheDeployedCalendars) {
  std::istringstream lines(TextOf(PathOf("due.txt")));
  std::string line;
  int cases = 0;
  while (std::getline(lines, line)) {
    if (line.starts_with('#')) continue;
    std::istringstream in(line);
    std::string id, name, from, arrow, due, rest;
    int minutes = 0;
    in >> id >> name >> from >> minutes >> arrow >> due;
    while (in >> rest) due += " " + rest;
    const auto loaded = Load(DeployedPath(name), {});
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_EQ(Due(*loaded->calendar, *ReadCivilTime(from), std::chrono::minutes(minutes)), due)
        << line;
    ++cases;
  }
  EXPECT_EQ(cases, 12);
}

}  // namespace
}  // namespace recourse::ctl::calendar
