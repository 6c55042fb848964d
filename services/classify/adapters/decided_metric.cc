#include "services/classify/adapters/decided_metric.h"

namespace recourse::classify {

std::string DecidedBy(const Classification& classification) {
  if (classification.category_stated) return "person";
  if (!classification.rule_id.value().empty()) return "rule";
  return classification.category_probability > 0 ? "model" : "nothing";
}

void DecidedMetric::Count(const Classification& classification) {
  const Labels labels{classification.category.value(), DecidedBy(classification)};
  const std::lock_guard lock(mutex_);
  auto found = counters_.find(labels);
  if (found == counters_.end()) {
    const Counter counter("recourse_classify_feedback_total",
                          "Feedback by its category and by what decided it.",
                          {{"category", labels.first}, {"decided_by", labels.second}});
    found = counters_.emplace(labels, counter).first;
  }
  found->second.Add();
}

}  // namespace recourse::classify
