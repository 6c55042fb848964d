#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// Tickets, clocks, breaches and timers against the fold of the facts. A running clock that is
// overdue by more than `lateness` at the cut is a breach that was missed.
std::vector<Check> CheckTickets(const Evidence& evidence, Duration lateness);

}  // namespace recourse::ctl::verify
