#pragma once

#include <cstdint>
#include <utility>

#include "services/common/core/status.h"
#include "services/common/runtime/record.h"

namespace recourse {

// Where to begin in a log that holds [begin, end) for a reader that wants `wanted`. A log that ends
// before that was made anew: it is read from its begin, and the records' places say what is new.
// One that begins after that has lost what this reader never saw: FAILED_PRECONDITION, with the
// remedy.
StatusOr<std::int64_t> LogStart(const Partition& partition, std::int64_t wanted,
                                std::pair<std::int64_t, std::int64_t> bounds);

}  // namespace recourse
