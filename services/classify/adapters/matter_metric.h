#pragma once

#include <array>
#include <cstddef>

#include "services/common/process/metrics.h"

namespace recourse::classify {

// recourse_classify_matters_total{outcome}: what became of feedback that might be of a matter that
// was heard of already. Thread-safe.
class MatterMetric {
 public:
  // Too late to be of use; like nothing; like other feedback of the customer; of a cluster that
  // reached a size worth telling.
  enum class Outcome { kLate, kAlone, kSimilar, kCluster };

  MatterMetric();
  void Count(Outcome outcome, std::size_t times = 1) {
    counters_[static_cast<std::size_t>(outcome)].Add(static_cast<double>(times));
  }

 private:
  std::array<Counter, 4> counters_;
};

}  // namespace recourse::classify
