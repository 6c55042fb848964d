#include "services/routing/domain/sla/calendar.h"

#include <algorithm>

namespace recourse::routing::sla {
namespace {

const Windows kShut;

std::string Spoken(Date date) {
  const std::chrono::year_month_day day{date};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(int{day.year()}) + "-" + two(unsigned{day.month()}) + "-" +
         two(unsigned{day.day()});
}

Refusal Fault(const char* slug, std::string at) { return {slug, {{"at", std::move(at)}}}; }

bool Valid(const Window& window) {
  return window.open >= Duration(0) && window.open < kDay && window.close >= Duration(0) &&
         window.close <= kDay;
}

std::optional<Refusal> FaultOf(const Windows& windows, const std::string& at) {
  if (windows.size() > kWindowsOfDayMax) return Fault("calendar_too_large", at);
  if (!std::all_of(windows.begin(), windows.end(), Valid)) return Fault("window_invalid", at);
  return std::nullopt;
}

bool InRange(Date date) {
  const Timestamp as_utc{date.time_since_epoch()};
  return as_utc >= kZoneBegin && as_utc < kZoneEnd;
}

std::optional<Refusal> FaultOfDates(const Calendar& calendar) {
  for (const Date date : calendar.holidays) {
    if (!InRange(date)) return Fault("date_out_of_range", Spoken(date));
  }
  for (const auto& [date, windows] : calendar.dates) {
    if (!InRange(date)) return Fault("date_out_of_range", Spoken(date));
    if (auto fault = FaultOf(windows, Spoken(date))) return fault;
  }
  if (calendar.known_until && !InRange(*calendar.known_until)) {
    return Fault("date_out_of_range", "known_until");
  }
  return std::nullopt;
}

std::optional<Refusal> FaultOfClosures(const Calendar& calendar) {
  for (const Closure& closure : calendar.closures) {
    const std::string at = Spoken(DateOf(closure.from));
    if (!InRange(DateOf(closure.from)) || !InRange(DateOf(closure.to))) {
      return Fault("date_out_of_range", at);
    }
    if (closure.to <= closure.from || closure.to - closure.from > kClosureMax) {
      return Fault("closure_invalid", at);
    }
  }
  return std::nullopt;
}

bool EverOpens(const Calendar& calendar) {
  const auto open = [](const Windows& windows) { return !windows.empty(); };
  return std::any_of(calendar.week.begin(), calendar.week.end(), open) ||
         std::any_of(calendar.dates.begin(), calendar.dates.end(),
                     [&](const auto& entry) { return open(entry.second); });
}

}  // namespace

Calendar AlwaysOpen() {
  Calendar calendar;
  calendar.zone.id = "UTC";
  calendar.week.fill({{Duration(0), kDay}});
  return calendar;
}

std::optional<Refusal> FaultOf(const Calendar& calendar) {
  if (calendar.holidays.size() > kCalendarDatesMax || calendar.dates.size() > kCalendarDatesMax ||
      calendar.closures.size() > kCalendarDatesMax) {
    return Fault("calendar_too_large", calendar.calendar_id);
  }
  for (std::size_t day = 0; day < calendar.week.size(); ++day) {
    static constexpr const char* kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (auto fault = FaultOf(calendar.week[day], kDays[day])) return fault;
  }
  if (auto fault = FaultOfDates(calendar)) return fault;
  if (auto fault = FaultOfClosures(calendar)) return fault;
  if (!EverOpens(calendar)) return Fault("calendar_never_opens", calendar.calendar_id);
  return std::nullopt;
}

const Windows& WindowsOn(const Calendar& calendar, Date date) {
  const auto special = calendar.dates.find(date);
  if (special != calendar.dates.end()) return special->second;
  return calendar.holidays.contains(date) ? kShut : calendar.week[WeekdayOf(date)];
}

bool IsWorkingDay(const Calendar& calendar, Date date) {
  return !WindowsOn(calendar, date).empty();
}

}  // namespace recourse::routing::sla
