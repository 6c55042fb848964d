#include "services/classify/domain/decide.h"

#include <optional>
#include <string_view>

#include "services/classify/domain/correction.h"
#include "services/classify/domain/rules.h"
#include "services/classify/domain/sentiment.h"
#include "services/classify/domain/words.h"
#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

void ApplyRule(const Rule& rule, Classification& classification) {
  classification.type = rule.verdict.type;
  classification.category = rule.verdict.category;
  classification.category_probability = 1;
  classification.dimension = rule.verdict.dimension;
  classification.severity = rule.verdict.severity;
  classification.rule_id = rule.verdict.id;
}

// What an estimate says of its output, where it is sure enough and says a word that is one.
template <typename Value>
void Believe(const Scores& scores, Output output, std::optional<Value> (*named)(std::string_view),
             Value& value) {
  const Estimate* estimate = EstimateOf(scores.estimates, output);
  if (estimate == nullptr || estimate->abstained) return;
  value = named(estimate->label).value_or(value);
}

bool BelieveCategory(const Scores& scores, const Policy& policy, Classification& classification) {
  const Estimate* estimate = EstimateOf(scores.estimates, Output::kCategory);
  if (estimate == nullptr || estimate->abstained) return false;
  if (!policy.categories.contains(Category(estimate->label))) return false;
  classification.category = Category(estimate->label);
  classification.category_probability = estimate->probability;
  classification.evidence = estimate->evidence;
  return true;
}

// No rule has spoken: what the model is sure of, and a person for the category that it is not.
void ApplyScores(const Scores& scores, const Policy& policy, Classification& classification) {
  Believe(scores, Output::kType, FeedbackTypeNamed, classification.type);
  Believe(scores, Output::kSeverity, SeverityNamed, classification.severity);
  classification.triage = !BelieveCategory(scores, policy, classification);
}

// What rules leave open: they need not name a dimension, and have few words of sentiment.
void FillGaps(const Scores& scores, Classification& classification) {
  if (classification.dimension == Dimension::kUnsaid) {
    Believe(scores, Output::kDimension, DimensionNamed, classification.dimension);
  }
  if (classification.sentiment == Sentiment::kNeutral) {
    Believe(scores, Output::kSentiment, SentimentNamed, classification.sentiment);
  }
}

// A person who heard the customer knows better what it is about; rule and model say the rest. What
// the taxonomy does not have he cannot have chosen from it.
void ApplyStated(const Category& stated, const Policy& policy, Classification& classification) {
  if (!policy.categories.contains(stated)) return;
  if (stated != classification.category) classification.evidence.clear();
  classification.category = stated;
  classification.category_probability = 1;
  classification.category_stated = true;
  classification.triage = false;
}

}  // namespace

Classification Classify(const FoldedText& text, const Scores& scores, const Policy& policy,
                        const Feedback& feedback) {
  const Reading reading(policy, text, feedback);
  Classification classification;
  classification.rules_version = policy.version;
  classification.model_version = scores.model_version;
  classification.second_model_version = scores.second_model_version;
  classification.estimates = scores.estimates;
  classification.language = reading.language();
  classification.sentiment = SentimentOf(policy, reading.terms());
  if (const Rule* rule = FirstMatch(reading); rule != nullptr) {
    ApplyRule(*rule, classification);
    classification.evidence = EvidenceFor(*rule, reading);
  } else {
    ApplyScores(scores, policy, classification);
  }
  FillGaps(scores, classification);
  return classification;
}

namespace {

// Rules may have changed since the feedback was prepared.
Classification ClassificationOf(const FeedbackReceived& received, const Policy& policy) {
  if (received.prepared && received.prepared->rules_version == policy.version) {
    return *received.prepared;
  }
  return Classify(received.text, received.scores, policy, received.feedback);
}

Decision DecideReceived(const View& view, const FeedbackReceived& received, Timestamp now,
                        const Policy& policy) {
  const FeedbackId& id = received.feedback.feedback_id;
  if (view.contains(id)) return {};
  Kept kept{1, ClassificationOf(received, policy), now, {}, {}};
  ApplyStated(received.feedback.stated_category, policy, kept.classification);
  Decision decision;
  decision.changed.emplace(id, kept);
  decision.facts.push_back(FeedbackClassified{received.feedback, kept});
  return decision;
}

}  // namespace

Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy) {
  if (const auto* made = std::get_if<CorrectionMade>(&event)) {
    return DecideCorrection(view, *made, now, policy);
  }
  return DecideReceived(view, std::get<FeedbackReceived>(event), now, policy);
}

std::vector<FeedbackId> Domain::KeysOf(const Event& event) {
  return {std::visit([](const auto& each) { return each.feedback.feedback_id; }, event)};
}

Event Domain::Fired(const FeedbackId&, const Timer&) {
  RECOURSE_CHECK(!"classify sets no timers, so none can fire");
  return {};
}

}  // namespace recourse::classify
