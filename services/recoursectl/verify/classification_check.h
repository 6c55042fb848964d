#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// What was made of each piece of feedback and corrected since: no ordinal is missing, each is one
// fact, and only what is in force waits for a person.
std::vector<Check> CheckClassifications(const Evidence& evidence);

}  // namespace recourse::ctl::verify
