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

Scores ModelScorer::Score(std::string_view text) const {
  thread_local ModelWork work;
  metrics_.SawText(text);
  const auto now = Now();
  if (now->champion == nullptr) return {};
  const AskedModel& champion = *now->champion;
  FoldForModel(text, work);
  const auto said = champion.Ask(work);
  metrics_.SawFeatures(work.scratch);
  Scores scores{{}, champion.model_version()};
  for (const auto& each : said) {
    scores.estimates.push_back(champion.EstimateOf(each, work));
    champion.Count(each);
  }
  if (now->challenger != nullptr) Compare(said, *now, work);
  return scores;
}

// Uses `work` anew: what the champion left there is gone.
void ModelScorer::Compare(const std::vector<AskedModel::Said>& said, const InCharge& in_charge,
                          ModelWork& work) const {
  const AskedModel& champion = *in_charge.champion;
  const AskedModel& challenger = *in_charge.challenger;
  for (const auto& other : challenger.Ask(work)) {
    const auto one = std::find_if(said.begin(), said.end(),
                                  [&](const auto& each) { return each.output == other.output; });
    if (one == said.end()) continue;
    metrics_.Compared(other.output, AgreementOf(one->answer, champion.LabelOf(*one), other.answer,
                                                challenger.LabelOf(other)));
  }
}

void ModelScorer::Swap(ModelRole role, std::shared_ptr<const AskedModel> model) {
  const std::lock_guard lock(mutex_);
  InCharge next = *in_charge_;
  (role == ModelRole::kChampion ? next.champion : next.challenger) = std::move(model);
  in_charge_ = std::make_shared<const InCharge>(std::move(next));
}

ModelVersion ModelScorer::VersionOf(ModelRole role) const {
  const auto now = Now();
  const auto& model = role == ModelRole::kChampion ? now->champion : now->challenger;
  return model == nullptr ? ModelVersion() : model->model_version();
}

}  // namespace recourse::classify
