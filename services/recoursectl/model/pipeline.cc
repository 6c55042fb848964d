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
StatusOr<Measured> CalibrateAll(const Manifest& manifest,
                                const std::vector<std::vector<Outcome>>& held_out,
                                classify::DraftModel& draft) {
  Measured measured{"held out in training", 0, {}};
  for (std::size_t head = 0; head < draft.heads.size(); ++head) {
    Status status = CalibrateAsSet(manifest.heads[head], held_out[head], draft.heads[head]);
    if (!status.ok()) return status;
    measured.heads.push_back(FiguresOfHead(held_out[head], draft.heads[head], manifest.seed));
  }
  return measured;
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

// The figures of every head on these texts.
StatusOr<std::vector<Figures>> MeasureOn(const Manifest& manifest, const std::string& bytes,
                                         const std::vector<classify::DraftHead>& heads,
                                         const std::vector<Example>& rows) {
  const auto outcomes = Ask(bytes, AllOf(rows), heads.size());
  if (!outcomes.ok()) return outcomes.status();
  std::vector<Figures> figures;
  for (std::size_t head = 0; head < heads.size(); ++head) {
    figures.push_back(FiguresOfHead((*outcomes)[head], heads[head], manifest.seed));
  }
  return figures;
}

StatusOr<std::vector<Example>> InDisguise(const std::vector<Example>& rows, Disguise disguise,
                                          std::uint32_t seed) {
  std::vector<Example> worn = rows;
  for (std::size_t i = 0; i < worn.size(); ++i) {
    const std::uint64_t own_seed = (std::uint64_t{seed} << 32U) + i;
    Status status = FoldInto(Disguised(rows[i].text, disguise, own_seed), worn[i]);
    if (!status.ok()) return status;
  }
  return worn;
}

// Of every head, by cross-validation.
StatusOr<std::vector<Figures>> HeldOutFigures(const Manifest& manifest, const Examples& examples) {
  const auto held_out = CrossValidate(manifest, examples);
  if (!held_out.ok()) return held_out.status();
  std::vector<Figures> figures;
  for (std::size_t head = 0; head < manifest.heads.size(); ++head) {
    auto made = HeadOf(manifest.heads[head].name, examples.labels[head]);
    Status status = CalibrateAsSet(manifest.heads[head], (*held_out)[head], made);
    if (!status.ok()) return status;
    figures.push_back(FiguresOfHead((*held_out)[head], made, manifest.seed));
  }
  return figures;
}

void TellHeads(const std::vector<classify::DraftHead>& heads, Card& card) {
  for (const auto& head : heads) {
    card.temperatures.push_back(head.temperature);
    card.shifts.push_back(head.shift);
    card.calibrated.push_back(head.calibrated);
  }
}

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return text;
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
  auto measured = CalibrateAll(manifest, *held_out, *draft);
  if (!measured.ok()) return measured.status();
  made.card.measured.push_back(*std::move(measured));
  auto bytes = classify::Encode(*draft);
  if (!bytes.ok()) return bytes.status();
  made.bytes = *std::move(bytes);
  made.card.model_version = VersionOf(manifest, made.bytes);
  made.card.bytes = made.bytes.size();
  made.card.features = draft->idf.size() - draft->rows_of_spelling;
  made.card.training_texts = examples->rows.size();
  made.card.labels = examples->labels;
  TellHeads(draft->heads, made.card);
  return made;
}

StatusOr<Card> Evaluate(const Manifest& manifest, const std::string& bytes,
                        const std::string& folder, const std::vector<Disguise>& disguises,
                        const std::string& encoder) {
  const auto opened = OpenHeads(manifest, bytes);
  if (!opened.ok()) return opened.status();
  Card card;
  card.model_version = VersionOf(manifest, bytes);
  card.bytes = bytes.size();
  card.features = opened->features;
  card.labels = opened->labels;
  TellHeads(opened->heads, card);
  const auto training = ReadExamples(manifest, manifest.train, folder, card.labels);
  if (!training.ok()) return training.status();
  const auto develop = ReadExamples(manifest, manifest.develop, folder, card.labels);
  if (!develop.ok()) return develop.status();
  card.training_texts = training->rows.size();
  const auto asked = EncoderFor(manifest, encoder);
  if (!asked.ok()) return asked.status();
  if (*asked != nullptr && (*asked)->release() != opened->encoder) {
    return absl::InvalidArgumentError("the model was trained with the encoder " + opened->encoder +
                                      ", this one is " + (*asked)->release());
  }
  auto unseen = Unseen(develop->rows, training->rows);
  AddPoints(*asked, unseen);
  const std::size_t refused = develop->rows.size() - unseen.size();
  auto plain = MeasureOn(manifest, bytes, opened->heads, unseen);
  if (!plain.ok()) return plain.status();
  card.measured.push_back({"development part", refused, *std::move(plain)});
  for (const Disguise disguise : disguises) {
    auto worn = InDisguise(unseen, disguise, manifest.seed);
    if (!worn.ok()) return worn.status();
    AddPoints(*asked, *worn);
    auto figures = MeasureOn(manifest, bytes, opened->heads, *worn);
    if (!figures.ok()) return figures.status();
    card.measured.push_back({std::string(WordOf(disguise)), refused, *std::move(figures), false});
  }
  return card;
}

StatusOr<std::string> TableOf(const Manifest& manifest, const std::string& folder, Part part) {
  auto examples = ReadExamples(manifest, manifest.train, folder, {});
  if (!examples.ok()) return examples.status();
  if (part == Part::kDevelop) {
    const auto develop = ReadExamples(manifest, manifest.develop, folder, examples->labels);
    if (!develop.ok()) return develop.status();
    examples->rows = Unseen(develop->rows, examples->rows);
  }
  std::string table;
  for (const HeadSettings& head : manifest.heads) table += head.name + "\t";
  table += "aside\ttext\n";
  for (const Example& row : examples->rows) {
    for (std::size_t head = 0; head < manifest.heads.size(); ++head) {
      const std::uint32_t label = row.labels[head];
      table += (label == kNoLabel ? std::string() : examples->labels[head][label]) + "\t";
    }
    table += (row.aside ? "1\t" : "0\t") + OneLine(row.text) + "\n";
  }
  return table;
}

StatusOr<std::vector<Tried>> Tune(const Manifest& manifest, const std::string& folder,
                                  const std::string& encoder) {
  const auto examples = Read(manifest, folder, encoder);
  if (!examples.ok()) return examples.status();
  auto weights = manifest.tune_meaning_weights;
  if (weights.empty()) weights = {manifest.meaning_weight};
  std::vector<Tried> tried;
  for (const double weight : weights) {
    for (const double cost : manifest.tune_costs) {
      Manifest trial = manifest;
      trial.meaning_weight = weight;
      for (HeadSettings& head : trial.heads) head.fitting.cost = cost;
      auto figures = HeldOutFigures(trial, *examples);
      if (!figures.ok()) return figures.status();
      tried.push_back({cost, weight, *std::move(figures)});
    }
  }
  return tried;
}

}  // namespace recourse::ctl::model
