#pragma once

#include <vector>

#include "services/routing/domain/policy.h"

namespace recourse::routing {

// A clock with what a person checks by hand: every stretch of it, cut at opening and closing hours.
struct ExplainedClock {
  sla::ClockName name;
  Clock clock;  // worked out again at `now`
  std::vector<sla::Segment> segments;
};

// All clocks of a ticket at `now`. One that cannot be folded (a calendar that is gone) stands as it
// was kept, without segments.
std::vector<ExplainedClock> Explain(const Ticket& ticket, const Policy& policy, Timestamp now);

}  // namespace recourse::routing
