#include "services/kpi/adapters/counter_copy.h"

#include "services/kpi/domain/bucket.h"

namespace recourse::kpi {

std::vector<CountedBucket> BucketsOf(const CounterCopy& copy) {
  std::vector<CountedBucket> buckets;
  for (const auto& [name, fields] : copy.counters) {
    const auto bucket = ParseBucket(name);
    if (!bucket || fields.empty()) continue;
    buckets.push_back({{name, ExpireTimeOf(*bucket)}, fields});
  }
  return buckets;
}

}  // namespace recourse::kpi
