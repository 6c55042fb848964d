#pragma once

#include <map>

#include "services/common/redis/connection.h"
#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// Everything that Redis holds of each partition that kpi counts, at one position.
StatusOr<std::map<Partition, kpi::StoredPartition>> ReadCounters(const RedisOptions& redis);

}  // namespace recourse::ctl::verify
