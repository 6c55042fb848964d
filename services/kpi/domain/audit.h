#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/kpi/domain/counters.h"

namespace recourse::kpi {

// Bucket and field by name, as the store of the counters holds them.
using StoredCounters = std::map<std::string, std::map<std::string, std::int64_t>>;
StoredCounters StoredOf(const Counters& counters);

// A count that is not what the facts come to.
struct Difference {
  std::string bucket;
  std::string field;
  std::int64_t expected = 0;
  std::int64_t actual = 0;
  friend bool operator==(const Difference&, const Difference&) = default;
};

// Around its expiry a bucket may or may not be there still: clocks differ, and reading takes time.
inline constexpr std::chrono::minutes kExpiryMargin{2};

struct Comparison {
  std::int64_t compared = 0;  // counts looked at
  std::vector<Difference> differences;
};

// Compares the counters that a partition's facts come to (delta.h) with those that are stored, both
// at the same position of the log. What is absent counts as 0. Buckets that have run out at `now`,
// or are about to, are left out; a bucket that nobody who keeps the rules made is a difference.
Comparison Compare(const Counters& expected, const StoredCounters& actual, Timestamp now);

}  // namespace recourse::kpi
