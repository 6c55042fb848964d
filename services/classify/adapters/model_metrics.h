#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/classify/adapters/model_role.h"
#include "services/classify/domain/model/score.h"
#include "services/classify/domain/scores.h"
#include "services/common/process/metrics.h"

namespace recourse::classify {

// Labels of one head that are counted apart; those after them count as `others`, for a metric's
// labels have to be few.
inline constexpr std::size_t kCountedLabelsMax = 200;

// recourse_classify_estimates_total{output,label,abstained} of one head: how often each of its
// labels was the likeliest. Another distribution than before means other texts, or another model.
class EstimateCounters {
 public:
  EstimateCounters(Output output, const std::vector<std::string>& labels);
  void Count(const Answer& answer) const;

 private:
  struct OfLabel {
    Counter sure;
    Counter abstained;
  };
  std::vector<OfLabel> labels_;
};

// What comes in, and whether the challenger agrees. Thread-safe.
class ModelMetrics {
 public:
  // From now on each role's count of unusable models is 0, so that the first one shows as a change.
  ModelMetrics();
  // recourse_classify_text_code_points
  void SawText(std::string_view text) const;
  // recourse_classify_unknown_features_ratio: of the text that was scored last.
  void SawFeatures(const Scratch& scratch) const;
  // recourse_classify_challenger_total{output,agreement}
  enum class Agreement { kSame, kOther, kAbstained };
  void Compared(Output output, Agreement agreement) const;
  // recourse_classify_models_unusable_total{role}
  void Unusable(ModelRole role) const;
};

}  // namespace recourse::classify
