#include "services/recoursectl/calendar/calendar_merge.h"

#include <boost/json/object.hpp>
#include <utility>
#include <variant>

#include "services/common/process/zone_source.h"
#include "services/recoursectl/calendar/calendar_text.h"
#include "services/routing/adapters/calendar_json.h"

namespace recourse::ctl::calendar {
namespace {

using Kind = DayReason::Kind;

class Merging {
 public:
  Merging(const std::string& calendar_id, const CalendarFile& branch) : branch_(branch) {
    out_.calendar.calendar_id = calendar_id;
  }

  Status Run(const std::vector<CalendarFile>& holidays) {
    auto zone = LoadZone(branch_.zone);
    if (!zone.ok()) return RefusedAt(branch_.file, 0, std::string(zone.status().message()));
    out_.calendar.zone = *std::move(zone);
    out_.calendar.week = branch_.week.value_or(Week{});
    for (const CalendarFile& file : holidays) {
      if (Status s = TakeFile(file); !s.ok()) return s;
    }
    if (Status s = TakeDays(branch_); !s.ok()) return s;
    for (const auto& [date, hours] : branch_.dates) {
      Forget(date);
      out_.calendar.dates[date] = hours;
      out_.reasons[date] = {Kind::kOwnHours};
    }
    TakeRest(branch_);
    return absl::OkStatus();
  }

  NamedCalendar Done() && { return std::move(out_); }

 private:
  Status TakeFile(const CalendarFile& file) {
    if (file.week || !file.dates.empty() || !file.holidays_from.empty()) {
      return RefusedAt(file.file, 0,
                       "has week, dates or holidays_from: a file of days for many branches has "
                       "only holidays, working_days, closures and known_until");
    }
    if (!file.zone.empty() && file.zone != branch_.zone && !file.closures.empty()) {
      return RefusedAt(file.file, 0,
                       "its closures are local times of " + file.zone +
                           ", but the calendar is of " + branch_.zone + ": write them as of there");
    }
    if (Status s = RefuseContradictions(file); !s.ok()) return s;
    TakeRest(file);
    return TakeDays(file);
  }

  // Of two published files none is the better; a branch's own is, so it is not asked.
  Status RefuseContradictions(const CalendarFile& file) const {
    for (const auto& [date, holiday] : file.holidays) {
      if (!Is(date, Kind::kWorkingDay)) continue;
      return RefusedAt(file.file, holiday.line,
                       DateText(date) + " is a working day in another file: delete one");
    }
    for (const auto& [date, day] : file.working_days) {
      if (!Is(date, Kind::kHoliday)) continue;
      return RefusedAt(file.file, day.line,
                       DateText(date) + " is a holiday in another file: delete one");
    }
    return absl::OkStatus();
  }
  bool Is(Date date, Kind kind) const {
    const auto reason = out_.reasons.find(date);
    return reason != out_.reasons.end() && reason->second.kind == kind;
  }

  Status TakeDays(const CalendarFile& file) {
    for (const auto& [date, holiday] : file.holidays) {
      Forget(date);
      out_.calendar.holidays.insert(date);
      out_.reasons[date] = {Kind::kHoliday, holiday.name};
    }
    for (const auto& [date, day] : file.working_days) {
      const Windows* hours = HoursOf(day);
      if (hours == nullptr || hours->empty()) {
        return RefusedAt(file.file, day.line,
                         DateText(date) + " is worked, but the week of " + branch_.file +
                             " has no hours for it: give it hours, or like: an open day");
      }
      Forget(date);
      out_.calendar.dates[date] = *hours;
      out_.reasons[date] = {Kind::kWorkingDay, day.name};
    }
    return absl::OkStatus();
  }
  const Windows* HoursOf(const WorkingDay& day) const {
    if (day.hours) return &*day.hours;
    if (day.like) return &out_.calendar.week[*day.like];
    for (const Windows& hours : out_.calendar.week) {
      if (!hours.empty()) return &hours;
    }
    return nullptr;
  }
  void Forget(Date date) {
    out_.calendar.holidays.erase(date);
    out_.calendar.dates.erase(date);
    out_.reasons.erase(date);
  }

  void TakeRest(const CalendarFile& file) {
    auto& calendar = out_.calendar;
    calendar.closures.insert(calendar.closures.end(), file.closures.begin(), file.closures.end());
    if (!file.known_until) return;
    calendar.known_until =
        std::min(calendar.known_until.value_or(*file.known_until), *file.known_until);
  }

  const CalendarFile& branch_;
  NamedCalendar out_;
};

}  // namespace

StatusOr<NamedCalendar> MakeCalendar(const std::string& calendar_id, const CalendarFile& branch,
                                     const std::vector<CalendarFile>& holidays) {
  if (branch.zone.empty()) {
    return RefusedAt(branch.file, 0,
                     "does not say its time zone: add zone (or --zone), such as "
                     "Asia/Shanghai");
  }
  Merging merging(calendar_id, branch);
  if (Status s = merging.Run(holidays); !s.ok()) return s;
  NamedCalendar out = std::move(merging).Done();
  // Read back as whoever uses it will, so that nothing leaves that is refused there.
  const auto read = routing::ReadCalendar(calendar_id, routing::WriteCalendar(out.calendar));
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    const auto detail = refusal->parameters.find("detail");
    const auto at = refusal->parameters.find("at");
    return RefusedAt(branch.file, 0,
                     refusal->slug + (at == refusal->parameters.end() ? "" : " " + at->second) +
                         (detail == refusal->parameters.end() ? "" : ": " + detail->second));
  }
  return out;
}

}  // namespace recourse::ctl::calendar
