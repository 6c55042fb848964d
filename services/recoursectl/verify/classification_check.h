#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// What was made of each piece of feedback and corrected since: no ordinal is missing, each is one
// fact, only what is in force waits for a person, and a model decided only while it might.
std::vector<Check> CheckClassifications(const Evidence& evidence);

}  // namespace recourse::ctl::verify
