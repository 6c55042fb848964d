#include "services/classify/domain/decide.h"

#include "services/classify/domain/language.h"
#include "services/classify/domain/rules.h"
#include "services/classify/domain/sentiment.h"
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

void ApplyScores(const Scores& scores, const Policy& policy, Classification& classification) {
  if (scores.categories.empty()) return;
  const CategoryScore& best = scores.categories.front();
  if (!policy.categories.contains(best.category)) return;
  classification.category = best.category;
  classification.category_probability = best.probability;
}

// A person who heard the customer knows better what it is about; rule and model say the rest. What
// the taxonomy does not have he cannot have chosen from it.
void ApplyStated(const Category& stated, const Policy& policy, Classification& classification) {
  if (!policy.categories.contains(stated)) return;
  if (stated != classification.category) classification.evidence.clear();
  classification.category = stated;
  classification.category_probability = 1;
  classification.category_stated = true;
}

}  // namespace

Classification Classify(const FoldedText& text, const Scores& scores, const Policy& policy) {
  const Found found = FindTerms(policy.lexicon, text.folded);
  Classification classification;
  classification.rules_version = policy.version;
  classification.model_version = scores.model_version;
  classification.language = LanguageOf(text.folded);
  classification.sentiment = SentimentOf(policy, found);
  if (const Rule* rule = FirstMatch(policy, found); rule != nullptr) {
    ApplyRule(*rule, classification);
    classification.evidence = EvidenceFor(*rule, found, policy, text);
  } else {
    ApplyScores(scores, policy, classification);
  }
  return classification;
}

Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy) {
  const auto& received = std::get<FeedbackReceived>(event);
  const FeedbackId& id = received.feedback.feedback_id;
  if (view.contains(id)) return {};
  Kept kept{1, Classify(received.text, received.scores, policy), now};
  ApplyStated(received.feedback.stated_category, policy, kept.classification);
  Decision decision;
  decision.changed.emplace(id, kept);
  decision.facts.push_back(FeedbackClassified{received.feedback, kept});
  return decision;
}

std::vector<FeedbackId> Domain::KeysOf(const Event& event) {
  return {std::get<FeedbackReceived>(event).feedback.feedback_id};
}

Event Domain::Fired(const FeedbackId&, const Timer&) {
  RECOURSE_CHECK(!"classify sets no timers, so none can fire");
  return {};
}

}  // namespace recourse::classify
