#pragma once

#include <array>
#include <chrono>

#include "services/common/process/metrics.h"

namespace recourse::classify {

// How often the second tier is asked, what comes of it, and what its encoder takes. Thread-safe.
class SecondTierMetrics {
 public:
  // kAgreed: it said what the champion had said; kUnsure: it abstained too.
  enum class Outcome { kAgreed, kChanged, kUnsure };
  static constexpr std::size_t kOutcomes = 3;

  // From now on each outcome's count is 0, so that the first one shows as a change.
  SecondTierMetrics();
  // recourse_classify_second_tier_total{outcome}: of one text.
  void Asked(Outcome outcome) const;
  // recourse_classify_encoding_duration_seconds: of the texts that were encoded together.
  void Encoded(std::chrono::steady_clock::duration took) const;

 private:
  std::array<Counter, kOutcomes> outcomes_;
  Histogram encoding_;
};

}  // namespace recourse::classify
