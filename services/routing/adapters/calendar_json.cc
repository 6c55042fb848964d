#include "services/routing/adapters/calendar_json.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "services/common/process/zone_source.h"
#include "services/routing/adapters/civil_text.h"

namespace recourse::routing {
namespace {

namespace json = boost::json;

constexpr std::array<const char*, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// Reads one calendar; the first fault ends the reading.
class CalendarReader {
 public:
  std::variant<sla::Calendar, Refusal> Read(const std::string& calendar_id,
                                            const json::object& in) {
    calendar_.calendar_id = calendar_id;
    for (const auto& [name, value] : in) ReadField(name, value);
    if (!in.contains("zone")) Fail("zone", "must be there: an IANA name such as Asia/Shanghai");
    if (!fault_) CheckWhole();
    if (fault_) return *std::move(fault_);
    return std::move(calendar_);
  }

 private:
  void ReadField(std::string_view name, const json::value& value) {
    if (name == "zone") return ReadZone(value);
    if (name == "week") return ReadWeek(value);
    if (name == "holidays") return ReadHolidays(value);
    if (name == "dates") return ReadDates(value);
    if (name == "closures") return ReadClosures(value);
    if (name == "known_until") {
      calendar_.known_until = ReadDate(value, "known_until");
      return;
    }
    Fail(Short(name), "is not known: a calendar has zone, week, holidays, dates, closures and "
                      "known_until");
  }

  void ReadZone(const json::value& value) {
    if (!value.is_string()) return Fail("zone", "must be a text such as Asia/Shanghai");
    auto zone = LoadZone(std::string(value.get_string()));
    if (!zone.ok()) return Fail("zone", std::string(zone.status().message()), "unknown_zone");
    calendar_.zone = *std::move(zone);
  }

  void ReadWeek(const json::value& value) {
    if (!value.is_object()) return Fail("week", "must be an object of days: mon to sun");
    for (const auto& [name, windows] : value.get_object()) {
      std::size_t day = 0;
      while (day < kDays.size() && name != kDays[day]) ++day;
      if (day == kDays.size()) return Fail("week." + Short(name), "is none of mon to sun");
      calendar_.week[day] = ReadWindows(windows, std::string("week.") + kDays[day]);
    }
  }

  void ReadHolidays(const json::value& value) {
    const json::array& list = ListOf(value, "holidays");
    for (std::size_t i = 0; i < list.size() && !fault_; ++i) {
      calendar_.holidays.insert(ReadDate(list[i], Indexed("holidays", i)));
    }
  }

  void ReadDates(const json::value& value) {
    if (!value.is_object()) return Fail("dates", "must be an object of dates, each with its hours");
    for (const auto& [name, windows] : value.get_object()) {
      const std::string at = "dates." + Short(name);
      const auto date = ParseDate(name);
      if (!date) return Fail(at, kDateShape);
      calendar_.dates[*date] = ReadWindows(windows, at);
      if (fault_) return;
    }
  }

  void ReadClosures(const json::value& value) {
    const json::array& list = ListOf(value, "closures");
    for (std::size_t i = 0; i < list.size() && !fault_; ++i) {
      ReadClosure(list[i], Indexed("closures", i));
    }
  }

  void ReadClosure(const json::value& value, const std::string& at) {
    if (!value.is_object()) return Fail(at, "must be an object with from, to and reason");
    sla::Closure closure;
    const json::object& in = value.get_object();
    for (const auto& [name, field] : in) {
      if (name != "from" && name != "to" && name != "reason") {
        return Fail(at + "." + Short(name), "is not known: a closure has from, to and reason");
      }
      if (!field.is_string()) return Fail(at + "." + Short(name), "must be a text");
    }
    if (in.contains("reason")) closure.reason = std::string(in.at("reason").get_string());
    closure.from = ReadCivil(in, "from", at);
    closure.to = ReadCivil(in, "to", at);
    calendar_.closures.push_back(std::move(closure));
  }

  CivilTime ReadCivil(const json::object& in, const char* name, const std::string& at) {
    const json::value* found = in.if_contains(name);
    const auto time = found == nullptr ? std::nullopt : ParseCivil(found->get_string());
    if (!time) Fail(at + "." + name, "must be a local time such as 2026-03-03T14:00");
    return time.value_or(CivilTime());
  }

  Date ReadDate(const json::value& value, const std::string& at) {
    const auto date = value.is_string() ? ParseDate(value.get_string()) : std::nullopt;
    if (!date) Fail(at, kDateShape);
    return date.value_or(Date());
  }

  sla::Windows ReadWindows(const json::value& value, const std::string& at) {
    sla::Windows windows;
    const json::array& list = ListOf(value, at);
    for (std::size_t i = 0; i < list.size() && !fault_; ++i) {
      windows.push_back(ReadWindow(list[i], Indexed(at, i)));
    }
    return windows;
  }

  sla::Window ReadWindow(const json::value& value, const std::string& at) {
    const json::array* pair = value.if_array();
    const auto time = [&](std::size_t place) -> std::optional<Duration> {
      if (pair == nullptr || pair->size() != 2 || !(*pair)[place].is_string()) return std::nullopt;
      return ParseTimeOfDay((*pair)[place].get_string());
    };
    const auto open = time(0), close = time(1);
    if (!open || !close) Fail(at, "must be two times such as [\"09:00\", \"18:00\"]");
    if (open == kDay) Fail(at, "opens at 24:00: write 00:00 of the next day", "window_invalid");
    return {open.value_or(Duration(0)), close.value_or(Duration(0))};
  }

  const json::array& ListOf(const json::value& value, const std::string& at) {
    static const json::array kNone;
    if (value.is_array()) return value.get_array();
    Fail(at, "must be a list");
    return kNone;
  }

  // What the rules of calendars forbid, with a sentence of what to do.
  void CheckWhole() {
    fault_ = sla::FaultOf(calendar_);
    if (!fault_) return;
    std::string& at = fault_->parameters["at"];
    for (const char* day : kDays) {
      if (at == day) at = "week." + at;
    }
    if (at == calendar_.calendar_id) at.clear();
    static const std::map<std::string_view, const char*> kDetails = {
        {"window_invalid", "A window opens from 00:00 to before 24:00 and closes by 24:00."},
        {"calendar_never_opens", "No day of the week and no date has hours. Give it some."},
        {"closure_invalid", "A closure ends after it begins and lasts at most 400 days."},
        {"calendar_too_large", "A day has at most 48 windows, a calendar at most 4,096 holidays, "
                               "dates and closures each."},
        {"date_out_of_range", "Dates are from 1970 to 2099."}};
    const auto found = kDetails.find(fault_->slug);
    fault_->parameters["detail"] =
        found == kDetails.end() ? "The calendar is not a possible one." : found->second;
  }

  void Fail(const std::string& at, const std::string& what,
            const std::string& slug = "calendar_malformed") {
    if (!fault_) fault_ = Refusal{slug, {{"at", at}, {"detail", at + ": " + what + "."}}};
  }

  static std::string Indexed(const std::string& list, std::size_t index) {
    return list + "[" + std::to_string(index) + "]";
  }
  // A name that is not known is repeated as far as it is short and plain.
  static std::string Short(std::string_view name) {
    constexpr std::size_t kNameBytesMax = 32;
    std::string text;
    for (const char c : name.substr(0, kNameBytesMax)) text += c >= ' ' && c <= '~' ? c : '?';
    return text;
  }

  static constexpr const char* kDateShape = "must be a date such as 2026-10-01";

  sla::Calendar calendar_;
  std::optional<Refusal> fault_;
};

json::array Written(const sla::Windows& windows) {
  json::array list;
  for (const sla::Window& window : windows) {
    list.push_back(json::array{TimeOfDayText(window.open), TimeOfDayText(window.close)});
  }
  return list;
}

json::object Written(const sla::Closure& closure) {
  json::object out{{"from", CivilText(closure.from)}, {"to", CivilText(closure.to)}};
  if (!closure.reason.empty()) out["reason"] = closure.reason;
  return out;
}

}  // namespace

std::variant<sla::Calendar, Refusal> ReadCalendar(const std::string& calendar_id,
                                                  const json::object& in) {
  return CalendarReader().Read(calendar_id, in);
}

json::object WriteCalendar(const sla::Calendar& calendar) {
  json::object out{{"zone", calendar.zone.id}};
  json::object week;
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    if (!calendar.week[day].empty()) week[kDays[day]] = Written(calendar.week[day]);
  }
  if (!week.empty()) out["week"] = std::move(week);
  json::array holidays;
  for (const Date date : calendar.holidays) holidays.emplace_back(DateText(date));
  if (!holidays.empty()) out["holidays"] = std::move(holidays);
  json::object dates;
  for (const auto& [date, windows] : calendar.dates) dates[DateText(date)] = Written(windows);
  if (!dates.empty()) out["dates"] = std::move(dates);
  json::array closures;
  for (const sla::Closure& closure : calendar.closures) closures.push_back(Written(closure));
  if (!closures.empty()) out["closures"] = std::move(closures);
  if (calendar.known_until) out["known_until"] = DateText(*calendar.known_until);
  return out;
}

}  // namespace recourse::routing
