#include "services/classify/domain/correction.h"

namespace recourse::classify {
namespace {

bool SaysAnything(const Said& said) {
  return said.type || said.category || said.dimension || said.severity || said.sentiment ||
         said.confirmed;
}

// `other` is of every taxonomy, also of a system into which nobody has put one yet.
bool Has(const Policy& policy, const Category& category) {
  return category == OtherCategory() || policy.categories.contains(category);
}

std::optional<Refusal> RefusalOf(const Kept* kept, const CorrectionMade& made,
                                 const Policy& policy) {
  if (kept == nullptr) return Refusal{"classification-unknown", {}};
  if (made.seen_ordinal != 0 && made.seen_ordinal != kept->ordinal) {
    return Refusal{"classification-changed", {{"ordinal", std::to_string(kept->ordinal)}}};
  }
  if (!SaysAnything(made.said)) return Refusal{"correction-empty", {}};
  if (made.said.category && !Has(policy, *made.said.category)) {
    return Refusal{"category-unknown", {}};
  }
  if (made.reason.size() > kReasonBytesMax) {
    return Refusal{"reason-too-long", {{"bytes_max", std::to_string(kReasonBytesMax)}}};
  }
  return std::nullopt;
}

void SetCategory(const Category& category, Classification& corrected) {
  if (category == corrected.category) return;
  corrected.category = category;
  corrected.category_stated = false;  // that was another one
  corrected.evidence.clear();
}

}  // namespace

Classification Corrected(const Classification& former, const Said& said) {
  Classification corrected = former;
  SetCategory(said.category.value_or(former.category), corrected);
  corrected.category_probability = 1;
  corrected.rule_id = RuleId();
  corrected.triage = false;
  corrected.type = said.type.value_or(former.type);
  corrected.dimension = said.dimension.value_or(former.dimension);
  corrected.severity = said.severity.value_or(former.severity);
  corrected.sentiment = said.sentiment.value_or(former.sentiment);
  return corrected;
}

Decision DecideCorrection(const View& view, const CorrectionMade& made, Timestamp now,
                          const Policy& policy) {
  const FeedbackId& id = made.feedback.feedback_id;
  const auto found = view.find(id);
  const Kept* kept = found == view.end() ? nullptr : &found->second;
  Decision decision;
  decision.refusal = RefusalOf(kept, made, policy);
  if (decision.refusal) return decision;
  const Kept next{kept->ordinal + 1, Corrected(kept->classification, made.said), now,
                  made.corrected_by, made.reason};
  decision.changed.emplace(id, next);
  decision.facts.push_back(FeedbackClassified{made.feedback, next});
  decision.answer = {next.ordinal};
  return decision;
}

}  // namespace recourse::classify
