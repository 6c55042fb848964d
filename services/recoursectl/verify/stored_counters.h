#pragma once

#include <map>
#include <string>

#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// Everything that Redis at `address` holds of each partition that kpi counts, at one position.
StatusOr<std::map<Partition, kpi::StoredPartition>> ReadCounters(const std::string& address);

}  // namespace recourse::ctl::verify
