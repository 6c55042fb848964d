#pragma once

#include <vector>

#include "services/recoursectl/verify/check.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// Each outbox is whole, the log holds what was acknowledged of it and nothing else.
std::vector<Check> CheckLogs(const Evidence& evidence);

}  // namespace recourse::ctl::verify
