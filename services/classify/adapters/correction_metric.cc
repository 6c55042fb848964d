#include "services/classify/adapters/correction_metric.h"

#include <vector>

#include "services/classify/domain/words.h"

namespace recourse::classify {
namespace {

constexpr const char* kNone = "none";

std::vector<Output> OutputsChanged(const Classification& before, const Classification& after) {
  std::vector<Output> changed;
  if (before.type != after.type) changed.push_back(Output::kType);
  if (before.category != after.category) changed.push_back(Output::kCategory);
  if (before.dimension != after.dimension) changed.push_back(Output::kDimension);
  if (before.sentiment != after.sentiment) changed.push_back(Output::kSentiment);
  if (before.severity != after.severity) changed.push_back(Output::kSeverity);
  return changed;
}

}  // namespace

CorrectionMetric::CorrectionMetric() {
  std::vector<std::string> words{kNone};
  for (const Output output : kOutputs) words.emplace_back(WordOf(output));
  for (const std::string& word : words) {
    counters_.emplace(word, Counter("recourse_classify_corrections_total",
                                    "Corrections of people, by the outputs that they changed.",
                                    {{"output", word}}));
  }
}

void CorrectionMetric::Count(const Classification& before, const Classification& after) const {
  const auto changed = OutputsChanged(before, after);
  for (const Output output : changed) Counter(counters_.at(std::string(WordOf(output)))).Add();
  if (changed.empty()) Counter(counters_.at(kNone)).Add();
}

}  // namespace recourse::classify
