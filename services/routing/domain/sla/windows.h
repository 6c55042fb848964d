#pragma once

#include <vector>

#include "services/routing/domain/sla/calendar.h"

namespace recourse::routing::sla {

// Permitted time between two instants: [from, to).
struct Interval {
  Timestamp from;
  Timestamp to;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// What is open in [from, to): every date's windows as instants, united, less the closures;
// ascending, apart from each other. Cost: one step a date.
std::vector<Interval> OpenBetween(const Calendar& calendar, Timestamp from, Timestamp to);

// Ascending and apart: what overlaps or touches becomes one.
std::vector<Interval> United(std::vector<Interval> intervals);

}  // namespace recourse::routing::sla
