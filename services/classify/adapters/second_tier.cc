#include "services/classify/adapters/second_tier.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "services/classify/domain/words.h"
#include "services/common/core/check.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

using Outcome = SecondTierMetrics::Outcome;

// By which outputs it is decided whether the second is asked; none where they have none in common.
std::vector<Output> DecidingOf(const ModelPair& pair) {
  std::vector<Output> common;
  for (const Output output : kOutputs) {
    if (pair.champion.Answers(output) && pair.second.Answers(output)) common.push_back(output);
  }
  const bool category = std::count(common.begin(), common.end(), Output::kCategory) > 0;
  return category ? std::vector{Output::kCategory} : common;
}

// What is not told, as the severity of praise, is nothing to be unsure of.
bool IsUnsure(const Scores& scores, std::span<const Output> deciding, double ask_below) {
  return std::any_of(deciding.begin(), deciding.end(), [&](Output output) {
    const Estimate* estimate = EstimateOf(scores.estimates, output);
    return estimate != nullptr && estimate->probability < ask_below;
  });
}

Outcome OutcomeOf(const Scores& first, const Scores& joined, std::span<const Output> deciding) {
  Outcome outcome = Outcome::kAgreed;
  for (const Output output : deciding) {
    const Estimate* former = EstimateOf(first.estimates, output);
    const Estimate* now = EstimateOf(joined.estimates, output);
    if (now != nullptr && now->abstained) return Outcome::kUnsure;
    const bool same =
        former == nullptr || now == nullptr ? former == now : former->label == now->label;
    if (!same) outcome = Outcome::kChanged;
  }
  return outcome;
}

// Severity is told of complaints alone, whoever of both says which type it is.
void DropSeverityOfOthers(std::vector<Estimate>& estimates) {
  const Estimate* type = EstimateOf(estimates, Output::kType);
  if (type == nullptr || FeedbackTypeNamed(type->label) == FeedbackType::kComplaint) return;
  std::erase_if(estimates, [](const Estimate& one) { return one.output == Output::kSeverity; });
}

// What both make of the text in `work`, whose point is `point`.
Scores Joined(const ModelPair& pair, const Scores& first, std::span<const float> point,
              ModelWork& work) {
  Scores joined = first;
  joined.second_model_version = pair.second.model_version();
  std::erase_if(joined.estimates,
                [&](const Estimate& one) { return pair.second.Answers(one.output); });
  for (const auto& said : pair.second.Ask(work, point)) {
    if (!pair.champion.Answers(said.output)) continue;
    joined.estimates.push_back(pair.second.EstimateOf(said, work));
  }
  DropSeverityOfOthers(joined.estimates);
  std::stable_sort(joined.estimates.begin(), joined.estimates.end(),
                   [](const auto& one, const auto& other) { return one.output < other.output; });
  return joined;
}

}  // namespace

void SecondTier::Answer(const ModelPair& pair, std::span<const std::string_view> texts,
                        std::span<Scores> scores) const {
  const std::vector<Output> deciding = DecidingOf(pair);
  std::vector<std::string_view> unsure_texts;
  std::vector<Scores*> unsure;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!IsUnsure(scores[i], deciding, pair.ask_below)) continue;
    unsure_texts.push_back(texts[i]);
    unsure.push_back(&scores[i]);
  }
  for (std::size_t first = 0; first < unsure.size(); first += kTextsAtOnce) {
    const std::size_t count = std::min(kTextsAtOnce, unsure.size() - first);
    AnswerAll(pair, deciding, std::span(unsure_texts).subspan(first, count),
              std::span(unsure).subspan(first, count));
  }
}

// Each text is folded twice, which costs little beside its encoding: to keep all of them folded
// would cost memory for every thread.
void SecondTier::AnswerAll(const ModelPair& pair, std::span<const Output> deciding,
                           std::span<const std::string_view> texts,
                           std::span<Scores* const> unsure) const {
  RECOURSE_CHECK(encoder_ != nullptr);  // without one no model is fit to be the second
  thread_local ModelWork work;
  std::vector<std::string> folded;
  for (const std::string_view text : texts) {
    FoldForModel(text, work);
    folded.push_back(ToUtf8(work.text.folded));
  }
  thread_local std::vector<float> points;
  const auto began = std::chrono::steady_clock::now();
  encoder_->Encode(folded, points);
  metrics_.Encoded(std::chrono::steady_clock::now() - began);
  const std::size_t width = encoder_->dimensions();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    FoldForModel(texts[i], work);
    const Scores joined =
        Joined(pair, *unsure[i], std::span(points).subspan(i * width, width), work);
    metrics_.Asked(OutcomeOf(*unsure[i], joined, deciding));
    *unsure[i] = joined;
  }
}

}  // namespace recourse::classify
