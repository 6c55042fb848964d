#include "services/classify/domain/scores.h"

#include <algorithm>

namespace recourse::classify {

const Estimate* EstimateOf(const std::vector<Estimate>& estimates, Output output) {
  const auto found = std::find_if(estimates.begin(), estimates.end(),
                                  [&](const Estimate& each) { return each.output == output; });
  return found == estimates.end() ? nullptr : &*found;
}

}  // namespace recourse::classify
