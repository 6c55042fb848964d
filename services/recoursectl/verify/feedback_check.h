#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// What became of each piece of feedback: registered once, said once, classified once, disposed of
// once, and nothing that nobody registered.
std::vector<Check> CheckFeedback(const Evidence& evidence);

}  // namespace recourse::ctl::verify
