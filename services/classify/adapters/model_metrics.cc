#include "services/classify/adapters/model_metrics.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/classify/domain/words.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

const std::vector<double> kCodePointBuckets = {5,   10,   20,   50,   100,   200,
                                               500, 1000, 2000, 5000, 20000, 65536};
const std::vector<double> kRatioBuckets = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

Counter EstimateCounter(Output output, const std::string& label, bool abstained) {
  return Counter("recourse_classify_estimates_total",
                 "What the model in charge held likeliest, and whether it abstained.",
                 {{"output", std::string(WordOf(output))},
                  {"label", label},
                  {"abstained", abstained ? "true" : "false"}});
}

std::string_view WordOf(ModelMetrics::Agreement agreement) {
  switch (agreement) {
    case ModelMetrics::Agreement::kSame:
      return "same";
    case ModelMetrics::Agreement::kOther:
      return "other";
    case ModelMetrics::Agreement::kAbstained:
      return "abstained";
  }
  return "";
}

Counter ChallengerCounter(Output output, ModelMetrics::Agreement agreement) {
  return Counter("recourse_classify_challenger_total",
                 "What the challenger held likeliest beside what the champion did; abstained where "
                 "one of them was not sure.",
                 {{"output", std::string(classify::WordOf(output))},
                  {"agreement", std::string(WordOf(agreement))}});
}

// Made once: counting takes no lock.
const std::map<std::pair<Output, ModelMetrics::Agreement>, Counter>& ChallengerCounters() {
  static const auto counters = [] {
    std::map<std::pair<Output, ModelMetrics::Agreement>, Counter> made;
    using enum ModelMetrics::Agreement;
    for (const Output output : kOutputs) {
      for (const auto agreement : {kSame, kOther, kAbstained}) {
        made.emplace(std::pair(output, agreement), ChallengerCounter(output, agreement));
      }
    }
    return made;
  }();
  return counters;
}

Counter UnusableCounter(ModelRole role) {
  return Counter("recourse_classify_models_unusable_total",
                 "Models that were activated and could not be used: the former goes on.",
                 {{"role", std::string(classify::WordOf(role))}});
}

}  // namespace

ModelMetrics::ModelMetrics() {
  for (const ModelRole role : kModelRoles) UnusableCounter(role);
}

EstimateCounters::EstimateCounters(Output output, const std::vector<std::string>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string label = i < kCountedLabelsMax ? labels[i] : "others";
    labels_.push_back(
        {EstimateCounter(output, label, false), EstimateCounter(output, label, true)});
  }
}

void EstimateCounters::Count(const Answer& answer) const {
  OfLabel counters = labels_[answer.label];  // handles
  (answer.abstained ? counters.abstained : counters.sure).Add();
}

void ModelMetrics::SawText(std::string_view text) const {
  static Histogram code_points("recourse_classify_text_code_points",
                               "Length of the texts that were scored.", {}, kCodePointBuckets);
  code_points.Observe(static_cast<double>(CountCodePoints(text)));
}

void ModelMetrics::SawFeatures(const Scratch& scratch) const {
  static Histogram ratio(
      "recourse_classify_unknown_features_ratio",
      "Share of a text's words, ideographs and signs that the model in charge has never seen.", {},
      kRatioBuckets);
  if (scratch.rows.empty()) return;
  const auto unknown = std::count(scratch.rows.begin(), scratch.rows.end(), kNoRow);
  ratio.Observe(static_cast<double>(unknown) / static_cast<double>(scratch.rows.size()));
}

void ModelMetrics::Compared(Output output, Agreement agreement) const {
  Counter counter = ChallengerCounters().at({output, agreement});
  counter.Add();
}

void ModelMetrics::Unusable(ModelRole role) const { UnusableCounter(role).Add(); }

}  // namespace recourse::classify
