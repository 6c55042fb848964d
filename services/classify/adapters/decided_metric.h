#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "services/classify/domain/classification.h"
#include "services/common/process/metrics.h"

namespace recourse::classify {

// recourse_classify_feedback_total{category,decided_by}: what was decided by a person, by a rule,
// by a model or by nothing. The categories are those of the limited taxonomy. Thread-safe.
class DecidedMetric {
 public:
  void Count(const Classification& classification);

 private:
  using Labels = std::pair<std::string, std::string>;

  std::mutex mutex_;
  std::map<Labels, Counter> counters_;
};

// "person", "rule", "model" or "nothing": whose the category is.
std::string DecidedBy(const Classification& classification);

}  // namespace recourse::classify
