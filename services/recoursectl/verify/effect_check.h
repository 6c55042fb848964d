#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/followup_fold.h"

namespace recourse::ctl::verify {

// What leaves the house: each fact that promises an effect has it, once; what became of each stands
// in the facts; nothing was sent twice by itself, and nothing to one who does not want it.
std::vector<Check> CheckEffects(const Evidence& evidence, const FollowupFolding& folding);

}  // namespace recourse::ctl::verify
