#include "services/common/kafka/log_start.h"

#include <string>

namespace recourse {

StatusOr<std::int64_t> LogStart(const Partition& partition, std::int64_t wanted,
                                std::pair<std::int64_t, std::int64_t> bounds) {
  const auto [begin, end] = bounds;
  if (wanted > end) return begin;
  if (wanted >= begin) return wanted;
  return absl::FailedPreconditionError(
      "the log of " + ToString(partition) + " begins at offset " + std::to_string(begin) +
      " and offset " + std::to_string(wanted) +
      ", which comes next here, is gone from it; see what was missed, then say where to go on: "
      "recoursectl consumer start");
}

}  // namespace recourse
