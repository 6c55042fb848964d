#include "services/recoursectl/model/pipeline.h"

#include <utility>

#include "services/classify/domain/model/model.h"
#include "services/recoursectl/model/aligned.h"
#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {
namespace {

Figures FiguresOfHead(const std::vector<Outcome>& outcomes, const classify::DraftHead& head,
                      std::uint32_t seed) {
  return FiguresOf(Judge(outcomes, head), head.labels.size(), LogLoss(outcomes, head), seed);
}

// Fills in temperature and thresholds of every head, and tells how they did on what was held out.
Measured CalibrateAll(const Manifest& manifest, const std::vector<std::vector<Outcome>>& held_out,
                      classify::DraftModel& draft) {
  Measured measured{"held out in training", 0, {}};
  for (std::size_t head = 0; head < draft.heads.size(); ++head) {
    Calibrate(held_out[head], manifest.heads[head].precision, draft.heads[head]);
    draft.heads[head].calibrated = draft.heads[head].calibrated && manifest.heads[head].calibrated;
    measured.heads.push_back(FiguresOfHead(held_out[head], draft.heads[head], manifest.seed));
  }
  return measured;
}

std::vector<const Example*> AllOf(const std::vector<Example>& rows) {
  std::vector<const Example*> all;
  for (const Example& row : rows) all.push_back(&row);
  return all;
}

classify::DraftHead HeadOf(const classify::Model& model, const classify::Head& head) {
  classify::DraftHead made{std::string(head.name), head.temperature, head.calibrated, {}};
  for (const classify::Label& label : model.LabelsOf(head)) {
    made.labels.push_back({std::string(label.name), label.offset, label.threshold, 0});
  }
  return made;
}

// The heads of a model, checked to be those of the manifest, and what the card tells of it.
StatusOr<std::vector<classify::DraftHead>> HeadsOf(const Manifest& manifest,
                                                   const std::string& bytes, Card& card) {
  const auto memory = Aligned(bytes);
  const auto model = classify::Model::Open({memory.get(), bytes.size()}, memory);
  if (!model.ok()) return model.status();
  card.model_version = VersionOf(manifest, bytes);
  card.bytes = bytes.size();
  card.features = (*model)->rows().size();
  std::vector<classify::DraftHead> heads;
  for (const classify::Head& head : (*model)->heads()) {
    heads.push_back(HeadOf(**model, head));
    card.temperatures.push_back(head.temperature);
    auto& names = card.labels.emplace_back();
    for (const auto& label : heads.back().labels) names.push_back(label.name);
  }
  bool same = heads.size() == manifest.heads.size();
  for (std::size_t i = 0; same && i < heads.size(); ++i) {
    same = heads[i].name == manifest.heads[i].name;
  }
  if (same) return heads;
  return absl::InvalidArgumentError("the model has other heads than the manifest: train it again");
}

}  // namespace

StatusOr<Made> Train(const Manifest& manifest, const std::string& folder) {
  const auto examples = ReadExamples(manifest, manifest.train, folder, {});
  if (!examples.ok()) return examples.status();
  const auto held_out = CrossValidate(manifest, *examples);
  if (!held_out.ok()) return held_out.status();
  auto draft = Fit(manifest, *examples, AllOf(examples->rows));
  if (!draft.ok()) return draft.status();
  Made made;
  made.card.measured.push_back(CalibrateAll(manifest, *held_out, *draft));
  auto bytes = classify::Encode(*draft);
  if (!bytes.ok()) return bytes.status();
  made.bytes = *std::move(bytes);
  made.card.model_version = VersionOf(manifest, made.bytes);
  made.card.bytes = made.bytes.size();
  made.card.features = draft->idf.size();
  made.card.training_texts = examples->rows.size();
  made.card.labels = examples->labels;
  for (const auto& head : draft->heads) made.card.temperatures.push_back(head.temperature);
  return made;
}

StatusOr<Card> Evaluate(const Manifest& manifest, const std::string& bytes,
                        const std::string& folder) {
  Card card;
  const auto heads = HeadsOf(manifest, bytes, card);
  if (!heads.ok()) return heads.status();
  const auto training = ReadExamples(manifest, manifest.train, folder, card.labels);
  if (!training.ok()) return training.status();
  const auto develop = ReadExamples(manifest, manifest.develop, folder, card.labels);
  if (!develop.ok()) return develop.status();
  card.training_texts = training->rows.size();
  const auto unseen = Unseen(develop->rows, training->rows);
  const auto outcomes = Ask(bytes, AllOf(unseen), heads->size());
  if (!outcomes.ok()) return outcomes.status();
  Measured measured{"development part", develop->rows.size() - unseen.size(), {}};
  for (std::size_t head = 0; head < heads->size(); ++head) {
    measured.heads.push_back(FiguresOfHead((*outcomes)[head], (*heads)[head], manifest.seed));
  }
  card.measured.push_back(std::move(measured));
  return card;
}

StatusOr<std::vector<Tried>> Tune(const Manifest& manifest, const std::string& folder) {
  const auto examples = ReadExamples(manifest, manifest.train, folder, {});
  if (!examples.ok()) return examples.status();
  std::vector<Tried> tried;
  for (const double cost : manifest.tune_costs) {
    Manifest trial = manifest;
    for (HeadSettings& head : trial.heads) head.cost = cost;
    const auto held_out = CrossValidate(trial, *examples);
    if (!held_out.ok()) return held_out.status();
    Tried& one = tried.emplace_back(Tried{cost, {}});
    for (std::size_t head = 0; head < trial.heads.size(); ++head) {
      classify::DraftHead made{trial.heads[head].name, 1, false, {}};
      for (const std::string& name : examples->labels[head]) made.labels.push_back({name, 0, 0, 0});
      Calibrate((*held_out)[head], trial.heads[head].precision, made);
      one.heads.push_back(FiguresOfHead((*held_out)[head], made, trial.seed));
    }
  }
  return tried;
}

}  // namespace recourse::ctl::model
