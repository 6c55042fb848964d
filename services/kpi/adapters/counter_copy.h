#pragma once

#include <optional>
#include <vector>

#include "services/common/redis/counting.h"
#include "services/kpi/domain/audit.h"

namespace recourse::kpi {

// The counters of one partition as they were at one position.
struct CounterCopy {
  CountedPosition counted;
  StoredCounters counters;
};

// In the words of the store. Buckets without a count, or of a name that this build does not know,
// are left out.
std::vector<CountedBucket> BucketsOf(const CounterCopy& copy);

// Where copies are kept.
class CopySource {
 public:
  virtual ~CopySource() = default;
  // Nothing where no copy was ever made.
  virtual StatusOr<std::optional<CounterCopy>> Newest(const Partition& partition) = 0;
};

}  // namespace recourse::kpi
