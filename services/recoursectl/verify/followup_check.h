#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/followup_fold.h"

namespace recourse::ctl::verify {

// Loops, deliveries and their timers against the fold of the facts, and against what routing said:
// every resolution has its loop, every public reply its delivery. A timer that is overdue by more
// than `lateness` at the cut was missed.
std::vector<Check> CheckFollowup(const Evidence& evidence, const FollowupFolding& folding,
                                 Duration lateness);

}  // namespace recourse::ctl::verify
