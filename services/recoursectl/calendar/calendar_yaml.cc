#include "services/recoursectl/calendar/calendar_yaml.h"

#include <map>
#include <utility>

#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/yaml_reading.h"

namespace recourse::ctl::calendar {
namespace {

using std::chrono::days;

constexpr const char* kDateForm = "write a date as 2026-01-31, of the years 1970 to 2099";
constexpr const char* kRangeForm =
    "write 2026-01-31, or 2026-02-15..2026-02-23 of at most 400 days; a name may follow a blank";
constexpr const char* kHoursForm =
    "write hours as [\"09:00-12:00\", \"13:30-17:30\"], up to 24:00, or closed";
constexpr const char* kWeekdaysForm =
    "write week days as mon, mon-fri, or \"mon, wed, sat-sun\", each once";
constexpr const char* kTimeForm = "write a local time as 2026-03-03T14:00";

// `2026-01-01..2026-01-03 New Year`: the days, and what they are called.
struct NamedRange {
  DateRange range{};
  std::string name{};
};

std::optional<NamedRange> ReadNamedRange(const YamlValue& value, YamlReading& reading) {
  const std::string text = reading.Text(value);
  const auto blank = text.find(' ');
  const auto range = ReadDateRange(std::string_view(text).substr(0, blank));
  if (!range) reading.Fail(value.line, kRangeForm);
  if (!reading.ok()) return std::nullopt;
  if (blank == std::string::npos) return NamedRange{*range, ""};
  return NamedRange{*range, std::string(Trimmed(std::string_view(text).substr(blank)))};
}

void AddHours(const YamlValue& value, Windows& hours, YamlReading& reading) {
  const auto windows = ReadWindows(reading.Text(value));
  if (!windows) return reading.Fail(value.line, kHoursForm);
  hours.insert(hours.end(), windows->begin(), windows->end());
}

// A list of windows, or one text of them.
Windows ReadHours(const YamlValue& value, YamlReading& reading) {
  Windows hours;
  if (value.kind == YamlValue::Kind::kList) {
    for (const YamlValue& item : value.items) AddHours(item, hours, reading);
  } else {
    AddHours(value, hours, reading);
  }
  if (hours.size() > routing::sla::kWindowsOfDayMax) {
    reading.Fail(value.line, "more than 48 windows in one day");
  }
  return hours;
}

void ReadZone(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  out.zone = reading.Text(value);
}

void ReadWeek(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  Week week;
  std::array<bool, 7> there{};
  for (const YamlField& field : reading.Map(value)) {
    const auto weekdays = ReadWeekdays(field.name);
    if (!weekdays) return reading.Fail(field.line, kWeekdaysForm);
    const Windows hours = ReadHours(field.value, reading);
    for (const unsigned day : *weekdays) {
      if (std::exchange(there[day], true)) {
        reading.Fail(field.line, NameOfWeekday(day) + " stands twice in the week");
      }
      week[day] = hours;
    }
  }
  out.week = week;
}

// No date is both a holiday and a working day, nor one of them twice.
void RefuseTwice(Date date, int line, const CalendarFile& out, YamlReading& reading) {
  const auto holiday = out.holidays.find(date);
  const auto working = out.working_days.find(date);
  int first = 0;
  if (holiday != out.holidays.end()) first = holiday->second.line;
  if (working != out.working_days.end()) first = working->second.line;
  if (first != 0) {
    reading.Fail(line, DateText(date) + " stands in line " + std::to_string(first) +
                           " already: keep one of them");
  }
  if (out.holidays.size() + out.working_days.size() >= routing::sla::kCalendarDatesMax) {
    reading.Fail(line, "more than 4,096 holidays and working days: leave out past years");
  }
}

void ReadHolidays(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  for (const YamlValue& item : reading.List(value)) {
    const auto named = ReadNamedRange(item, reading);
    if (!named) return;
    for (Date date = named->range.first; date <= named->range.last && reading.ok();
         date += days(1)) {
      RefuseTwice(date, item.line, out, reading);
      out.holidays[date] = {named->name, item.line};
    }
  }
}

// The hours of {date: ..., like: fri} or {date: ..., hours: [...]}.
void ReadWorkingHours(const YamlValue& item, WorkingDay& day, YamlReading& reading) {
  const YamlValue* like = FindField(item.fields, "like");
  const YamlValue* hours = FindField(item.fields, "hours");
  if (like != nullptr && hours != nullptr) {
    return reading.Fail(item.line, "has both like and hours: keep one");
  }
  if (like != nullptr) {
    const auto weekdays = ReadWeekdays(reading.Text(*like));
    if (!weekdays || weekdays->size() != 1) {
      return reading.Fail(like->line, "write one week day, such as fri");
    }
    day.like = weekdays->front();
  }
  if (hours != nullptr) {
    day.hours = ReadHours(*hours, reading);
    if (day.hours->empty()) reading.Fail(hours->line, "a working day has hours: name some");
  }
}

void ReadWorkingDays(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  for (const YamlValue& item : reading.List(value)) {
    WorkingDay day{.line = item.line};
    const YamlValue* date = &item;
    if (item.kind == YamlValue::Kind::kMap) {
      date = FindField(reading.Map(item, {"date", "like", "hours"}), "date");
      if (date == nullptr) return reading.Fail(item.line, "needs a date");
      ReadWorkingHours(item, day, reading);
    }
    const auto named = ReadNamedRange(*date, reading);
    if (!named) return;
    day.name = named->name;
    for (Date each = named->range.first; each <= named->range.last && reading.ok();
         each += days(1)) {
      RefuseTwice(each, item.line, out, reading);
      out.working_days[each] = day;
    }
  }
}

void ReadDates(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  for (const YamlField& field : reading.Map(value)) {
    const auto range = ReadDateRange(field.name);
    if (!range) return reading.Fail(field.line, kRangeForm);
    const Windows hours = ReadHours(field.value, reading);
    for (Date date = range->first; date <= range->last && reading.ok(); date += days(1)) {
      if (!out.dates.emplace(date, hours).second) {
        reading.Fail(field.line, DateText(date) + " stands twice in dates");
      }
      if (out.dates.size() > routing::sla::kCalendarDatesMax) {
        reading.Fail(field.line, "more than 4,096 dates: leave out past years");
      }
    }
  }
}

void ReadClosure(const YamlValue& item, CalendarFile& out, YamlReading& reading) {
  const auto& map = reading.Map(item, {"from", "to", "reason"});
  const YamlValue* from = FindField(map, "from");
  const YamlValue* to = FindField(map, "to");
  const YamlValue* reason = FindField(map, "reason");
  if (from == nullptr || to == nullptr) return reading.Fail(item.line, "needs from and to");
  const auto begin = ReadCivilTime(reading.Text(*from));
  const auto end = ReadCivilTime(reading.Text(*to));
  if (!begin) return reading.Fail(from->line, kTimeForm);
  if (!end) return reading.Fail(to->line, kTimeForm);
  if (*end <= *begin || *end - *begin > routing::sla::kClosureMax) {
    reading.Fail(item.line, "must end after it begins, and last 400 days at most");
  }
  out.closures.push_back({*begin, *end, reason == nullptr ? "" : reading.Text(*reason)});
}

void ReadClosures(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  if (value.items.size() > routing::sla::kCalendarDatesMax) {
    return reading.Fail(value.line, "more than 4,096 closures: leave out past years");
  }
  for (const YamlValue& item : reading.List(value)) ReadClosure(item, out, reading);
}

void ReadKnownUntil(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  out.known_until = ReadDate(reading.Text(value));
  if (!out.known_until) reading.Fail(value.line, kDateForm);
}

void ReadHolidaysFrom(const YamlValue& value, CalendarFile& out, YamlReading& reading) {
  if (value.items.size() > kHolidaysFromMax) return reading.Fail(value.line, "more than 16 files");
  for (const YamlValue& item : reading.List(value)) {
    out.holidays_from.push_back(reading.Text(item));
  }
}

using Reader = void (*)(const YamlValue&, CalendarFile&, YamlReading&);
const std::map<std::string_view, Reader> kReaders = {
    {"zone", ReadZone},
    {"week", ReadWeek},
    {"holidays", ReadHolidays},
    {"working_days", ReadWorkingDays},
    {"dates", ReadDates},
    {"closures", ReadClosures},
    {"known_until", ReadKnownUntil},
    {"holidays_from", ReadHolidaysFrom},
};

}  // namespace

StatusOr<CalendarFile> ReadCalendarYaml(const std::string& file, const std::string& text) {
  if (text.size() > kYamlBytesMax) return RefusedAt(file, 0, "is larger than 1 MiB");
  const auto tree = ReadYaml(file, text);
  if (!tree.ok()) return tree.status();
  CalendarFile out{.file = file};
  YamlReading reading(file);
  for (const YamlField& field : reading.Map(*tree)) {
    const auto reader = kReaders.find(field.name);
    if (reader == kReaders.end()) {
      reading.Unknown(field, {"zone", "week", "holidays", "working_days", "dates", "closures",
                              "known_until", "holidays_from"});
      break;
    }
    reader->second(field.value, out, reading);
  }
  if (!reading.ok()) return reading.fault();
  return out;
}

}  // namespace recourse::ctl::calendar
