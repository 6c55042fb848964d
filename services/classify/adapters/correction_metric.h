#pragma once

#include <map>
#include <string>

#include "services/classify/domain/classification.h"
#include "services/common/process/metrics.h"

namespace recourse::classify {

// recourse_classify_corrections_total{output}: of which outputs a person said something else, and
// "none" where he confirmed what was made. Thread-safe.
class CorrectionMetric {
 public:
  CorrectionMetric();
  void Count(const Classification& before, const Classification& after) const;

 private:
  std::map<std::string, Counter> counters_;
};

}  // namespace recourse::classify
