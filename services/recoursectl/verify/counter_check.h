#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// The counters are the fold of the facts up to their own positions; nobody has heard more than was
// said.
std::vector<Check> CheckCounters(const Evidence& evidence);

}  // namespace recourse::ctl::verify
