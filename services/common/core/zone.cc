#include "services/common/core/zone.h"

#include <algorithm>

namespace recourse {
namespace {

// No place was ever further from UTC; so the transitions that can touch a civil time are those
// within this distance of the same digits read as UTC.
constexpr Duration kOffsetMax = std::chrono::hours(24);

Timestamp AsUtc(CivilTime time) { return Timestamp(time.time_since_epoch()); }

// The eras of constant offset are numbered: era 0 ends at the first transition.
struct Era {
  Timestamp begin, end;
  Duration offset;
};

Era EraOf(const Zone& zone, std::size_t number) {
  const auto& all = zone.transitions;
  return {number == 0 ? Timestamp::min() : all[number - 1].time,
          number == all.size() ? Timestamp::max() : all[number].time,
          number == 0 ? zone.first_offset : all[number - 1].offset};
}

std::size_t EraAt(const Zone& zone, Timestamp time) {
  const auto after =
      std::upper_bound(zone.transitions.begin(), zone.transitions.end(), time,
                       [](Timestamp t, const ZoneTransition& next) { return t < next.time; });
  return static_cast<std::size_t>(after - zone.transitions.begin());
}

}  // namespace

Duration OffsetAt(const Zone& zone, Timestamp time) {
  return EraOf(zone, EraAt(zone, time)).offset;
}

CivilTime ToCivil(const Zone& zone, Timestamp time) {
  return CivilTime(time.time_since_epoch() + OffsetAt(zone, time));
}

// The first instant at which the clocks show `time` or later.
Timestamp First(const Zone& zone, CivilTime time) {
  for (std::size_t number = EraAt(zone, AsUtc(time) - kOffsetMax);; ++number) {
    const Era era = EraOf(zone, number);
    const Timestamp instant = std::max(era.begin, AsUtc(time) - era.offset);
    if (instant < era.end) return instant;
  }
}

// The last instant at which the clocks show `time`; of one that they skip, the skip's.
Timestamp Last(const Zone& zone, CivilTime time) {
  for (std::size_t number = EraAt(zone, AsUtc(time) + kOffsetMax);; --number) {
    const Era era = EraOf(zone, number);
    const Timestamp instant = AsUtc(time) - era.offset;
    if (instant >= era.begin) return std::min(era.end, instant);
  }
}

}  // namespace recourse
