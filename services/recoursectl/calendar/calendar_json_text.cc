#include "services/recoursectl/calendar/calendar_json_text.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "services/recoursectl/calendar/calendar_text.h"
#include "services/routing/adapters/calendar_json.h"

namespace recourse::ctl::calendar {
namespace {

namespace json = boost::json;

template <typename Days>
json::array NamedDays(const Days& days) {
  json::array list;
  for (const auto& [date, day] : days) {
    json::object entry{{"date", DateText(date)}};
    if (!day.name.empty()) entry["name"] = day.name;
    list.push_back(std::move(entry));
  }
  return list;
}

json::object DaysJson(const CalendarFile& file) {
  json::object days{{"holidays", NamedDays(file.holidays)},
                    {"working_days", NamedDays(file.working_days)}};
  json::array closures;
  for (const Closure& closure : file.closures) {
    closures.push_back(json::object{{"from", CivilText(closure.from)},
                                    {"to", CivilText(closure.to)},
                                    {"reason", closure.reason}});
  }
  if (!closures.empty()) days["closures"] = std::move(closures);
  if (file.known_until) days["known_until"] = DateText(*file.known_until);
  return days;
}

void Append(const json::object& object, const std::string& indent, std::string& text) {
  text += "{";
  const char* separator = "\n";
  for (const auto& [name, value] : object) {
    text += separator + indent + "  " + json::serialize(json::string(name)) + ": ";
    separator = ",\n";
    if (const auto* inner = value.if_object()) {
      Append(*inner, indent + "  ", text);
    } else {
      text += json::serialize(value);
    }
  }
  text += object.empty() ? "}" : "\n" + indent + "}";
}

}  // namespace

json::object JsonOf(const Loaded& loaded) {
  if (!loaded.calendar) return {{"days", DaysJson(loaded.days)}};
  const auto& calendar = loaded.calendar->calendar;
  return {{"calendars", {{calendar.calendar_id, routing::WriteCalendar(calendar)}}}};
}

std::string OnLines(const json::object& document) {
  std::string text;
  Append(document, "", text);
  return text + "\n";
}

}  // namespace recourse::ctl::calendar
