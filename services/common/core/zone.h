#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/common/core/civil.h"

namespace recourse {

// From `time` on, civil time is UTC plus `offset`, until the next transition.
struct ZoneTransition {
  Timestamp time;
  Duration offset;
  friend bool operator==(const ZoneTransition&, const ZoneTransition&) = default;
};

// What a place's clocks showed and will show, as data: a domain asks no time zone library. It is
// filled at the edge (services/common/process/zone_source.h) and is true of the instants from
// kZoneBegin up to kZoneEnd; who goes beyond them is refused by the calendar that is made of it.
struct Zone {
  std::string id;         // as IANA names it: Asia/Shanghai
  Duration first_offset{};  // before the first transition
  std::vector<ZoneTransition> transitions{};  // ascending
  friend bool operator==(const Zone&, const Zone&) = default;
};

inline constexpr Timestamp kZoneBegin = std::chrono::sys_days(std::chrono::year(1970) / 1 / 1);
inline constexpr Timestamp kZoneEnd = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);

Duration OffsetAt(const Zone& zone, Timestamp time);
CivilTime ToCivil(const Zone& zone, Timestamp time);

// The instant of a civil time. One that the clocks skip in spring is the instant of the skip; of
// one that comes twice in autumn, First is the first and Last the second.
Timestamp First(const Zone& zone, CivilTime time);
Timestamp Last(const Zone& zone, CivilTime time);

}  // namespace recourse
