#include "services/recoursectl/calendar/calendar_month.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cstdio>
#include <utility>

namespace recourse::ctl::calendar {
namespace {

namespace json = boost::json;
using routing::sla::Calendar;
using routing::sla::Window;
using std::chrono::days;

constexpr int kHoursWidth = 26;

// What is left of `open` without [from, to).
Windows Without(const Windows& open, Duration from, Duration to) {
  Windows left;
  for (const Window& window : open) {
    const Window before{window.open, std::min(window.close, from)};
    const Window after{std::max(window.open, to), window.close};
    if (before.open < before.close) left.push_back(before);
    if (after.open < after.close) left.push_back(after);
  }
  return left;
}

// The windows of a date on one line of time, in order.
Windows Unrolled(Windows windows) {
  for (Window& window : windows) {
    if (window.close <= window.open) window.close += kDay;
  }
  std::sort(windows.begin(), windows.end());
  return windows;
}

std::string ReasonText(const DayReason& reason) {
  const char* kind = reason.kind == DayReason::Kind::kHoliday      ? "holiday"
                     : reason.kind == DayReason::Kind::kWorkingDay ? "working day"
                                                                   : "own hours";
  return reason.name.empty() ? kind : kind + (": " + reason.name);
}

// Without names: what the calendar itself says of a date.
std::string PlainReason(const Calendar& calendar, Date date) {
  if (calendar.dates.contains(date)) return "own hours";
  return calendar.holidays.contains(date) ? "holiday" : "";
}

std::string ClosureText(const Closure& closure) {
  std::string text = "closed " + CivilText(closure.from) + " to " + CivilText(closure.to);
  return closure.reason.empty() ? text : text + ": " + closure.reason;
}

void TakeClosures(const Calendar& calendar, MonthDay& day) {
  for (const Closure& closure : calendar.closures) {
    // A night shift of this date ends on the next.
    const bool touches = closure.from < day.date + days(1) && closure.to > day.date;
    Windows left = Without(day.open, closure.from - day.date, closure.to - day.date);
    if (touches || left != day.open) day.reasons.push_back(ClosureText(closure));
    day.open = std::move(left);
  }
}

void TellTransitions(const Zone& zone, MonthDay& day) {
  const Timestamp begin = First(zone, day.date);
  const Timestamp end = First(zone, day.date + days(1));
  for (const ZoneTransition& transition : zone.transitions) {
    if (transition.time < begin || transition.time >= end) continue;
    const Duration before = OffsetAt(zone, transition.time - Duration(1));
    const auto clock = [&](Duration offset) {
      const CivilTime time(transition.time.time_since_epoch() + offset);
      return routing::TimeOfDayText(time - DateOf(time));
    };
    day.reasons.push_back("clocks go from " + clock(before) +
                          (transition.offset < before ? " back to " : " to ") +
                          clock(transition.offset));
  }
}

MonthDay DayOf(const NamedCalendar& named, Date date) {
  const Calendar& calendar = named.calendar;
  MonthDay day{date};
  day.known = !calendar.known_until || date <= *calendar.known_until;
  if (!day.known) return day;
  day.open = Unrolled(routing::sla::WindowsOn(calendar, date));
  const auto reason = named.reasons.find(date);
  const std::string text =
      reason == named.reasons.end() ? PlainReason(calendar, date) : ReasonText(reason->second);
  if (!text.empty()) day.reasons.push_back(text);
  TakeClosures(calendar, day);
  TellTransitions(calendar.zone, day);
  return day;
}

// 09:00, or 06:00+1 where it lies on the next day.
std::string OffsetText(Duration time) {
  if (time <= kDay) return routing::TimeOfDayText(time);
  return routing::TimeOfDayText(time - kDay) + "+1";
}

std::string HoursText(const MonthDay& day) {
  if (!day.known) return "not known";
  if (day.open.empty()) return "closed";
  std::string text;
  for (const Window& window : day.open) {
    text += (text.empty() ? "" : ", ") + OffsetText(window.open) + "-" + OffsetText(window.close);
  }
  return text;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

}  // namespace

std::vector<MonthDay> DaysOf(const NamedCalendar& calendar, const DateRange& range) {
  std::vector<MonthDay> all;
  for (Date date = range.first; date <= range.last; date += days(1)) {
    all.push_back(DayOf(calendar, date));
  }
  return all;
}

std::string MonthText(const NamedCalendar& calendar, const DateRange& month) {
  std::string text = calendar.calendar.calendar_id + " (" + calendar.calendar.zone.id + ")";
  if (calendar.calendar.known_until) {
    text += ", known until " + DateText(*calendar.calendar.known_until);
  }
  text += "\n";
  for (const MonthDay& day : DaysOf(calendar, month)) {
    char hours[256];
    std::snprintf(hours, sizeof hours, "%-*s", kHoursWidth, HoursText(day).c_str());
    std::string line = DateText(day.date) + "  " + NameOfWeekday(WeekdayOf(day.date)) + "  " +
                       hours + Joined(day.reasons);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

json::object MonthJson(const NamedCalendar& calendar, const DateRange& month) {
  json::array all;
  for (const MonthDay& day : DaysOf(calendar, month)) {
    json::array open;
    for (const Window& window : day.open) {
      open.push_back(json::array{OffsetText(window.open), OffsetText(window.close)});
    }
    json::array reasons(day.reasons.begin(), day.reasons.end());
    all.push_back(json::object{{"date", DateText(day.date)},
                               {"weekday", NameOfWeekday(WeekdayOf(day.date))},
                               {"known", day.known},
                               {"open", std::move(open)},
                               {"reasons", std::move(reasons)}});
  }
  return {{"calendar", calendar.calendar.calendar_id},
          {"zone", calendar.calendar.zone.id},
          {"days", std::move(all)}};
}

}  // namespace recourse::ctl::calendar
