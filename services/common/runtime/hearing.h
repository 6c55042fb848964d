#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/runtime/following.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// How a consumer stands in one partition.
struct Hearing {
  Position position;             // the sink's, as last heard
  std::vector<RawRecord> inbox;  // read, and not yet in the sink or dropped
};

}  // namespace recourse
