#include "services/routing/domain/sla/windows.h"

#include <algorithm>

namespace recourse::routing::sla {
namespace {

Interval InstantsOf(const Zone& zone, Date date, const Window& window) {
  const Duration next_day = window.close > window.open ? Duration(0) : kDay;
  return {First(zone, date + window.open), Last(zone, date + window.close + next_day)};
}

Interval InstantsOf(const Zone& zone, const Closure& closure) {
  return {First(zone, closure.from), Last(zone, closure.to)};
}

std::vector<Interval> AllWindows(const Calendar& calendar, Timestamp from, Timestamp to) {
  std::vector<Interval> open;
  // A window that holds `from` opened on the day before at the earliest, unless a day was skipped.
  const Date first = DateOf(ToCivil(calendar.zone, from)) - std::chrono::days(2);
  const Date last = DateOf(ToCivil(calendar.zone, to)) + std::chrono::days(1);
  for (Date date = first; date <= last; date += std::chrono::days(1)) {
    for (const Window& window : WindowsOn(calendar, date)) {
      open.push_back(InstantsOf(calendar.zone, date, window));
    }
  }
  return United(std::move(open));
}

std::vector<Interval> Less(const std::vector<Interval>& open, Interval shut) {
  std::vector<Interval> left;
  for (const Interval& interval : open) {
    const Timestamp until = std::min(interval.to, shut.from);
    const Timestamp again = std::max(interval.from, shut.to);
    if (interval.from < until) left.push_back({interval.from, until});
    if (again < interval.to) left.push_back({again, interval.to});
  }
  return left;
}

}  // namespace

std::vector<Interval> United(std::vector<Interval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  std::vector<Interval> united;
  for (const Interval& next : intervals) {
    if (next.to <= next.from) continue;
    if (!united.empty() && next.from <= united.back().to) {
      united.back().to = std::max(united.back().to, next.to);
    } else {
      united.push_back(next);
    }
  }
  return united;
}

std::vector<Interval> OpenBetween(const Calendar& calendar, Timestamp from, Timestamp to) {
  std::vector<Interval> open = AllWindows(calendar, from, to);
  for (const Closure& closure : calendar.closures) {
    const Interval shut = InstantsOf(calendar.zone, closure);
    if (shut.from < to && from < shut.to) open = Less(open, shut);
  }
  open = Less(open, {Timestamp::min(), from});
  return Less(open, {to, Timestamp::max()});
}

}  // namespace recourse::routing::sla
