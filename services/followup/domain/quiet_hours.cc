#include "services/followup/domain/quiet_hours.h"

#include <algorithm>

namespace recourse::followup {
namespace {

using std::chrono::days;

struct Stretch {
  Timestamp begin;
  Timestamp end;
};

// The quiet hours that begin on `date`.
Stretch OfDate(const QuietHours& quiet, const Zone& zone, Date date) {
  const Date last = quiet.to <= quiet.from ? date + days(1) : date;
  return {First(zone, CivilTime(date) + quiet.from), Last(zone, CivilTime(last) + quiet.to)};
}

Date DateAt(const Zone& zone, Timestamp time) { return DateOf(ToCivil(zone, time)); }

}  // namespace

Timestamp AllowedFrom(const QuietHours& quiet, const Zone& zone, Timestamp time) {
  const Date today = DateAt(zone, time);
  // Where a change of the clocks makes two nights touch, leaving one is entering the next.
  for (Date date = today - days(1); date <= today + days(1); date += days(1)) {
    const Stretch stretch = OfDate(quiet, zone, date);
    if (stretch.begin <= time && time < stretch.end) time = stretch.end;
  }
  return time;
}

Timestamp QuietFrom(const QuietHours& quiet, const Zone& zone, Timestamp time) {
  const Date today = DateAt(zone, time);
  Timestamp next = Timestamp::max();
  for (Date date = today - days(1); date <= today + days(2); date += days(1)) {
    const Stretch stretch = OfDate(quiet, zone, date);
    // Short ones may lie in what the clocks skip, and are then none.
    if (stretch.begin > time && stretch.begin < stretch.end) next = std::min(next, stretch.begin);
  }
  return next;
}

}  // namespace recourse::followup
