#include <algorithm>

#include "services/routing/domain/sla/timetable.h"

namespace recourse::routing::sla {
namespace {

constexpr Duration kWeek = std::chrono::days(7);
// What a transition can touch: a window is at most a day long, and so is a skip.
constexpr Duration kAround = std::chrono::days(3);

// The stretches of the line in which the week does not simply repeat itself.
std::vector<Interval> Exceptions(const Calendar& calendar) {
  const Zone& zone = calendar.zone;
  std::vector<Interval> found;
  for (const ZoneTransition& transition : zone.transitions) {
    found.push_back({transition.time - kAround, transition.time + kAround});
  }
  const auto add_date = [&](Date date) {  // its windows may run into the next
    found.push_back({First(zone, date), Last(zone, date + std::chrono::days(2))});
  };
  for (const Date date : calendar.holidays) add_date(date);
  for (const auto& entry : calendar.dates) add_date(entry.first);
  for (const Closure& closure : calendar.closures) {
    found.push_back({First(zone, closure.from), Last(zone, closure.to)});
  }
  return United(std::move(found));
}

// The week as open stretches since Monday 00:00; what runs over Sunday's end is Monday's too.
std::vector<Interval> WeekOf(const Calendar& calendar) {
  std::vector<Interval> open;
  for (std::size_t day = 0; day < calendar.week.size(); ++day) {
    const Timestamp midnight{Duration(kDay * day)};
    for (const Window& window : calendar.week[day]) {
      const Timestamp from = midnight + window.open;
      const Timestamp to =
          midnight + window.close + (window.close > window.open ? Duration(0) : kDay);
      open.push_back({from, std::min(to, Timestamp(kWeek))});
      open.push_back({Timestamp{}, to - kWeek});
    }
  }
  return United(std::move(open));
}

}  // namespace

class Timetable::Builder {
 public:
  explicit Builder(const Calendar& calendar) : calendar_(calendar) {
    table_.calendar_id_ = calendar.calendar_id;
    table_.version_ = calendar.version;
    SetEnd();
    table_.week_open_ = AddSpans(WeekOf(calendar), Timestamp{}, table_.week_);
  }

  Timetable Build() && {
    Timestamp at = kZoneBegin;
    for (const Interval& exception : Exceptions(calendar_)) {
      if (exception.to <= at || exception.from >= table_.end_) continue;
      if (at < exception.from) Repeat(at, exception.from);
      at = std::max(at, exception.from);
      const Timestamp to = std::min(exception.to, table_.end_);
      List(at, to);
      at = to;
    }
    if (at < table_.end_) Repeat(at, table_.end_);
    table_.pieces_.push_back({Count(table_.end_), open_, 0, 0, 0, 0, false});
    return std::move(table_);
  }

 private:
  static std::int64_t Count(Timestamp time) { return time.time_since_epoch().count(); }

  void SetEnd() {
    table_.end_ = kZoneEnd;
    const bool ever = std::any_of(calendar_.week.begin(), calendar_.week.end(),
                                  [](const Windows& windows) { return !windows.empty(); });
    table_.beyond_ = ever ? DueTime::Absence::kOutOfRange : DueTime::Absence::kNeverOpens;
    if (!calendar_.known_until) return;
    const Timestamp known = Last(calendar_.zone, *calendar_.known_until + kDay);
    table_.end_ = std::min(kZoneEnd, known);
    table_.beyond_ = DueTime::Absence::kNotKnown;
  }

  static std::int64_t AddSpans(const std::vector<Interval>& open, Timestamp origin,
                               std::vector<Span>& spans) {
    std::int64_t before = 0;
    for (const Interval& interval : open) {
      spans.push_back({(interval.from - origin).count(), (interval.to - origin).count(), before});
      before += (interval.to - interval.from).count();
    }
    return before;
  }

  void Repeat(Timestamp from, Timestamp to) {
    if (table_.week_open_ == 0) {
      table_.pieces_.push_back({Count(from), open_, 0, 0, 0, 0, false});
      return;
    }
    const CivilTime civil = ToCivil(calendar_.zone, from);
    const auto monday = DateOf(civil) - std::chrono::days(WeekdayOf(DateOf(civil)));
    const std::int64_t phase = (civil - monday).count();
    const std::int64_t week_before = OpenInWeek(phase);
    table_.pieces_.push_back({Count(from), open_, phase, week_before, 0, 0, true});
    const std::int64_t moment = phase + (to - from).count();
    open_ += moment / kWeek.count() * table_.week_open_ + OpenInWeek(moment % kWeek.count()) -
             week_before;
  }

  std::int64_t OpenInWeek(std::int64_t moment) const {
    std::int64_t open = 0;
    for (const Span& span : table_.week_) {
      open += std::clamp(moment - span.from, std::int64_t{0}, span.to - span.from);
    }
    return open;
  }

  void List(Timestamp from, Timestamp to) {
    const auto first = table_.listed_.size();
    const auto length = AddSpans(OpenBetween(calendar_, from, to), from, table_.listed_);
    table_.pieces_.push_back({Count(from), open_, 0, 0, static_cast<std::uint32_t>(first),
                              static_cast<std::uint32_t>(table_.listed_.size() - first), false});
    open_ += length;
  }

  const Calendar& calendar_;
  Timetable table_;
  std::int64_t open_ = 0;
};

std::variant<Timetable, Refusal> Timetable::Of(const Calendar& calendar) {
  if (auto fault = FaultOf(calendar)) return *std::move(fault);
  return Builder(calendar).Build();
}

}  // namespace recourse::routing::sla
