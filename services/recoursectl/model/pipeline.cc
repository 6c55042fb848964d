#include "services/recoursectl/model/pipeline.h"

#include <utility>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/meaning.h"
#include "services/recoursectl/model/opened.h"
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

// The training sources, with their points where the manifest asks for them.
StatusOr<Examples> Read(const Manifest& manifest, const std::string& folder,
                        const std::string& encoder) {
  const auto asked = EncoderFor(manifest, encoder);
  if (!asked.ok()) return asked.status();
  auto examples = ReadExamples(manifest, manifest.train, folder, {});
  if (!examples.ok()) return examples.status();
  AddPoints(*asked, examples->rows);
  if (*asked != nullptr) examples->encoder = (*asked)->release();
  return examples;
}

}  // namespace

StatusOr<Made> Train(const Manifest& manifest, const std::string& folder,
                     const std::string& encoder) {
  const auto examples = Read(manifest, folder, encoder);
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
                        const std::string& folder, const std::string& encoder) {
  const auto opened = OpenHeads(manifest, bytes);
  if (!opened.ok()) return opened.status();
  Card card;
  card.model_version = VersionOf(manifest, bytes);
  card.bytes = bytes.size();
  card.features = opened->features;
  card.labels = opened->labels;
  for (const auto& head : opened->heads) card.temperatures.push_back(head.temperature);
  const auto training = ReadExamples(manifest, manifest.train, folder, card.labels);
  if (!training.ok()) return training.status();
  const auto develop = ReadExamples(manifest, manifest.develop, folder, card.labels);
  if (!develop.ok()) return develop.status();
  card.training_texts = training->rows.size();
  auto unseen = Unseen(develop->rows, training->rows);
  const auto asked = EncoderFor(manifest, encoder);
  if (!asked.ok()) return asked.status();
  if (*asked != nullptr && (*asked)->release() != opened->encoder) {
    return absl::InvalidArgumentError("the model was trained with the encoder " + opened->encoder +
                                      ", this one is " + (*asked)->release());
  }
  AddPoints(*asked, unseen);
  const auto outcomes = Ask(bytes, AllOf(unseen), opened->heads.size());
  if (!outcomes.ok()) return outcomes.status();
  Measured measured{"development part", develop->rows.size() - unseen.size(), {}};
  for (std::size_t head = 0; head < opened->heads.size(); ++head) {
    measured.heads.push_back(FiguresOfHead((*outcomes)[head], opened->heads[head], manifest.seed));
  }
  card.measured.push_back(std::move(measured));
  return card;
}

StatusOr<std::vector<Tried>> Tune(const Manifest& manifest, const std::string& folder,
                                  const std::string& encoder) {
  const auto examples = Read(manifest, folder, encoder);
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
