#include "services/classify/adapters/second_tier_metrics.h"

#include <cstddef>
#include <string>

namespace recourse::classify {
namespace {

Counter OutcomeCounter(const std::string& outcome) {
  return Counter("recourse_classify_second_tier_total",
                 "Texts that the champion was not sure of, by what the second tier made of them.",
                 {{"outcome", outcome}});
}

}  // namespace

SecondTierMetrics::SecondTierMetrics()
    : outcomes_{OutcomeCounter("agreed"), OutcomeCounter("changed"), OutcomeCounter("unsure")},
      encoding_("recourse_classify_encoding_duration_seconds",
                "What the sentence encoder took for texts that were encoded together.") {}

void SecondTierMetrics::Asked(Outcome outcome) const {
  Counter counter = outcomes_[static_cast<std::size_t>(outcome)];  // handles
  counter.Add();
}

void SecondTierMetrics::Encoded(std::chrono::steady_clock::duration took) const {
  Histogram encoding = encoding_;
  encoding.Observe(std::chrono::duration<double>(took).count());
}

}  // namespace recourse::classify
