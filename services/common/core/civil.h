#pragma once

#include <chrono>

#include "services/common/core/time.h"

namespace recourse {

// A date and a time of day as people of a place read them; which instants they are, a Zone says.
using Date = std::chrono::local_days;
using CivilTime = std::chrono::local_time<Duration>;

inline constexpr Duration kDay = std::chrono::hours(24);

inline Date DateOf(CivilTime time) { return std::chrono::floor<std::chrono::days>(time); }
// Monday is 0, Sunday 6.
inline unsigned WeekdayOf(Date date) { return std::chrono::weekday(date).iso_encoding() - 1; }

}  // namespace recourse
