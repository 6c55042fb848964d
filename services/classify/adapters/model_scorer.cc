#include "services/classify/adapters/model_scorer.h"

#include <algorithm>
#include <utility>

namespace recourse::classify {
namespace {

ModelMetrics::Agreement AgreementOf(const Answer& one, std::string_view label, const Answer& other,
                                    std::string_view other_label) {
  if (one.abstained || other.abstained) return ModelMetrics::Agreement::kAbstained;
  return label == other_label ? ModelMetrics::Agreement::kSame : ModelMetrics::Agreement::kOther;
}

}  // namespace

std::shared_ptr<const ModelScorer::InCharge> ModelScorer::Now() const {
  const std::lock_guard lock(mutex_);
  return in_charge_;
}

std::vector<Scores> ModelScorer::ScoreAll(std::span<const std::string_view> texts) const {
  const auto now = Now();
  std::vector<Scores> scores;
  scores.reserve(texts.size());
  for (const std::string_view text : texts) scores.push_back(ScoreFirst(text, *now));
  const AskedModel* champion = now->Of(ModelRole::kChampion);
  const AskedModel* second = now->Of(ModelRole::kSecond);
  if (champion != nullptr && second != nullptr) {
    second_tier_.Answer({*champion, *second, now->ask_below}, texts, scores);
  }
  return scores;
}

Scores ModelScorer::ScoreFirst(std::string_view text, const InCharge& in_charge) const {
  thread_local ModelWork work;
  metrics_.SawText(text);
  const AskedModel* champion = in_charge.Of(ModelRole::kChampion);
  if (champion == nullptr) return {};
  FoldForModel(text, work);
  const auto said = champion->Ask(work);
  metrics_.SawFeatures(work.scratch);
  Scores scores{{}, champion->model_version(), {}};
  for (const auto& each : said) {
    scores.estimates.push_back(champion->EstimateOf(each, work));
    champion->Count(each);
  }
  const AskedModel* challenger = in_charge.Of(ModelRole::kChallenger);
  if (challenger != nullptr) Compare(said, *champion, *challenger, work);
  return scores;
}

// Uses `work` anew: what the champion left there is gone.
void ModelScorer::Compare(const std::vector<AskedModel::Said>& said, const AskedModel& champion,
                          const AskedModel& challenger, ModelWork& work) const {
  for (const auto& other : challenger.Ask(work)) {
    const auto one = std::find_if(said.begin(), said.end(),
                                  [&](const auto& each) { return each.output == other.output; });
    if (one == said.end()) continue;
    metrics_.Compared(other.output, AgreementOf(one->answer, champion.LabelOf(*one), other.answer,
                                                challenger.LabelOf(other)));
  }
}

void ModelScorer::Swap(ModelRole role, std::shared_ptr<const AskedModel> model, double ask_below) {
  const std::lock_guard lock(mutex_);
  InCharge next = *in_charge_;
  if (role == ModelRole::kSecond) next.ask_below = ask_below;
  next.models[static_cast<std::size_t>(role)] = std::move(model);
  in_charge_ = std::make_shared<const InCharge>(std::move(next));
}

ModelVersion ModelScorer::VersionOf(ModelRole role) const {
  const auto now = Now();
  const AskedModel* model = now->Of(role);
  return model == nullptr ? ModelVersion() : model->model_version();
}

}  // namespace recourse::classify
