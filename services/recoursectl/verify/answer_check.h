#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/followup_fold.h"

namespace recourse::ctl::verify {

// What customers answered: once a loop, a bad answer brings its ticket back, and words arrive as
// feedback about it.
std::vector<Check> CheckAnswers(const Evidence& evidence, const FollowupFolding& folding);

}  // namespace recourse::ctl::verify
