#include <boost/json/serialize.hpp>

#include "services/recoursectl/calendar/calendar_text.h"
#include "services/recoursectl/calendar/calendar_yaml.h"

namespace recourse::ctl::calendar {
namespace {

// A text that YAML reads back as it is: JSON's strings are YAML's quoted ones.
std::string Quoted(const std::string& text) { return boost::json::serialize(text); }

std::string NamedText(const DateRange& range, const std::string& name) {
  return name.empty() ? RangeText(range) : Quoted(RangeText(range) + " " + name);
}

// Days that follow each other and are called the same, as one line; `SameDay` and `Line` say when
// they are and what it is.
template <typename Day, typename SameDay, typename Line>
std::string Lines(const char* key, const std::map<Date, Day>& days, SameDay same, Line line) {
  if (days.empty()) return "";
  std::string text = std::string(key) + ":\n";
  for (auto day = days.begin(); day != days.end();) {
    auto last = day;
    auto next = std::next(day);
    while (next != days.end() && next->first == last->first + std::chrono::days(1) &&
           next->first - day->first < std::chrono::days(kRangeDaysMax) &&
           same(day->second, next->second)) {
      last = next++;
    }
    text += "  - " + line(DateRange{day->first, last->first}, day->second) + "\n";
    day = next;
  }
  return text;
}

std::string WorkingDayText(const DateRange& range, const WorkingDay& day) {
  const std::string date = NamedText(range, day.name);
  if (day.like) return "{date: " + date + ", like: " + NameOfWeekday(*day.like) + "}";
  if (!day.hours) return date;
  std::string hours;
  for (const auto& window : *day.hours) hours += (hours.empty() ? "" : ", ") + WindowText(window);
  return "{date: " + date + ", hours: " + Quoted(hours) + "}";
}

std::string ClosureText(const Closure& closure) {
  std::string text = "  - {from: " + CivilText(closure.from) + ", to: " + CivilText(closure.to);
  if (!closure.reason.empty()) text += ", reason: " + Quoted(closure.reason);
  return text + "}\n";
}

}  // namespace

std::string WriteDaysYaml(const CalendarFile& file, const std::vector<std::string>& heading) {
  std::string text;
  // Days are days everywhere; closures are local times.
  if (!file.zone.empty() && !file.closures.empty()) text += "zone: " + Quoted(file.zone) + "\n";
  text += Lines(
      "holidays", file.holidays, [](const auto& a, const auto& b) { return a.name == b.name; },
      [](const DateRange& range, const Holiday& day) { return NamedText(range, day.name); });
  text += Lines(
      "working_days", file.working_days,
      [](const auto& a, const auto& b) {
        return a.name == b.name && a.like == b.like && a.hours == b.hours;
      },
      WorkingDayText);
  if (!file.closures.empty()) text += "closures:\n";
  for (const Closure& closure : file.closures) text += ClosureText(closure);
  if (file.known_until) text += "known_until: " + DateText(*file.known_until) + "\n";
  if (text.empty()) text = "{}\n";  // comments alone are no document
  std::string comment;
  for (const std::string& line : heading) comment += "# " + line + "\n";
  return comment + text;
}

}  // namespace recourse::ctl::calendar
