#include "services/classify/domain/preview.h"

#include <variant>

namespace recourse::classify {
namespace {

Classification Decided(const FeedbackReceived& received, const Policy& policy) {
  const Decision decision = Decide({}, received, Timestamp{}, policy);
  return std::get<FeedbackClassified>(decision.facts.front()).kept.classification;
}

}  // namespace

Preview BeginPreview(const Policy& policy) {
  Preview preview;
  for (const Rule& rule : policy.rules) preview.rules[rule.verdict.id];
  return preview;
}

void AddToPreview(const FeedbackReceived& received, const Classification& before,
                  const Policy& policy, Preview& preview) {
  const Classification after = Decided(received, policy);
  ++preview.feedback;
  if (!before.rule_id.value().empty()) ++preview.rules[before.rule_id].before;
  if (!after.rule_id.value().empty()) ++preview.rules[after.rule_id].after;
  const bool category = before.category != after.category;
  const bool type = before.type != after.type;
  const bool severity = before.severity != after.severity;
  preview.category_changed += category ? 1 : 0;
  preview.type_changed += type ? 1 : 0;
  preview.severity_changed += severity ? 1 : 0;
  if (!(category || type || severity)) return;
  if (preview.changes.size() == kPreviewedChangesMax) return;
  preview.changes.push_back({received.feedback, before, after});
}

}  // namespace recourse::classify
