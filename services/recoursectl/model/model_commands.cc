#include <cstdio>
#include <iterator>
#include <memory>
#include <utility>

#include "services/classify/domain/model/format.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/model/corrections_commands.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/pipeline.h"
#include "services/recoursectl/model/server_commands.h"
#include "services/recoursectl/model/tier_commands.h"

namespace recourse::ctl {
namespace {

using model::Card;
using model::Manifest;

struct Options {
  std::string manifest;
  std::string folder;
  std::string model;
  std::string encoder;
  std::vector<std::string> disguises;
  std::string out;
};

void Print(const Context& context, const Manifest& manifest, const Card& card) {
  const std::string text =
      context.json ? model::CardJson(manifest, card) : model::CardMarkdown(manifest, card);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int TrainModel(const Context& context, const Options& options) {
  const auto manifest = model::LoadManifest(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const auto made = model::Train(*manifest, options.folder, options.encoder);
  if (!made.ok()) return Fail(made.status());
  const std::pair<std::string, std::string> files[] = {
      {options.model, made->bytes},
      {options.model + ".card.json", model::CardJson(*manifest, made->card)},
      {options.model + ".card.md", model::CardMarkdown(*manifest, made->card)}};
  for (const auto& [path, content] : files) {
    if (Status status = model::WriteWhole(path, content); !status.ok()) return Fail(status);
  }
  Print(context, *manifest, made->card);
  return kDone;
}

constexpr char kAllDisguises[] = "all";

StatusOr<std::vector<model::Disguise>> DisguisesOf(const std::vector<std::string>& words) {
  std::vector<model::Disguise> disguises;
  std::string known = kAllDisguises;
  for (const model::Disguise one : model::kDisguises) {
    known += ", " + std::string(model::WordOf(one));
  }
  for (const std::string& word : words) {
    if (word == kAllDisguises) {
      disguises.insert(disguises.end(), std::begin(model::kDisguises), std::end(model::kDisguises));
    } else if (const auto one = model::DisguiseOf(word)) {
      disguises.push_back(*one);
    } else {
      return absl::InvalidArgumentError("there is no disguise '" + word + "': there are " + known);
    }
  }
  return disguises;
}

int EvaluateModel(const Context& context, const Options& options) {
  const auto manifest = model::LoadManifest(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const auto disguises = DisguisesOf(options.disguises);
  if (!disguises.ok()) return Fail(disguises.status());
  const auto bytes = model::ReadWhole(options.model, classify::kModelBytesMax);
  if (!bytes.ok()) return Fail(bytes.status());
  const auto card = model::Evaluate(*manifest, *bytes, options.folder, *disguises, options.encoder);
  if (!card.ok()) return Fail(card.status());
  Print(context, *manifest, *card);
  return kDone;
}

int TuneModel(const Options& options) {
  const auto manifest = model::LoadManifest(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const auto tried = model::Tune(*manifest, options.folder, options.encoder);
  if (!tried.ok()) return Fail(tried.status());
  std::printf("cost      meaning  head              accuracy %%  macro-F1 %%  log loss  ECE\n");
  for (const auto& one : *tried) {
    for (std::size_t head = 0; head < one.heads.size(); ++head) {
      const auto& figures = one.heads[head];
      std::printf("%-9g %-8g %-17s %10.2f  %10.2f  %8.4f  %.4f\n", one.cost, one.meaning_weight,
                  manifest->heads[head].name.c_str(), 100 * figures.accuracy,
                  100 * figures.macro_f1, figures.log_loss, figures.calibration_error);
    }
  }
  return kDone;
}

int TellExamples(const Options& options) {
  const auto manifest = model::LoadManifest(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const std::pair<model::Part, const char*> files[] = {{model::Part::kTrain, ".train.tsv"},
                                                       {model::Part::kDevelop, ".develop.tsv"}};
  for (const auto& [part, ending] : files) {
    const auto table = model::TableOf(*manifest, options.folder, part);
    if (!table.ok()) return Fail(table.status());
    Status status = model::WriteWhole(options.out + ending, *table);
    if (!status.ok()) return Fail(status);
  }
  return kDone;
}

CLI::App* AddOne(CLI::App& command, const char* name, const char* what,
                 const std::shared_ptr<Options>& options) {
  auto* added = command.add_subcommand(name, what);
  added->add_option("manifest", options->manifest, "what the model is made of, YAML")->required();
  added->add_option("--data", options->folder, "folder of the manifest's files")->required();
  added->add_option("--encoder", options->encoder,
                    "folder of the sentence encoder, for a manifest that asks for it");
  return added;
}

}  // namespace

void AddModel(CLI::App& app, Context& context, int& exit_status) {
  auto* command = app.add_subcommand("model", "models of the classifier");
  command->require_subcommand(1);
  AddCascade(*command, exit_status);
  AddSimilar(*command, context, exit_status);
  auto options = std::make_shared<Options>();
  auto* train = AddOne(*command, "train", "a model and its card", options);
  train->add_option("--out", options->model, "file of the model; its card stands beside it")
      ->required();
  train->callback(
      [&context, &exit_status, options] { exit_status = TrainModel(context, *options); });
  auto* evaluate = AddOne(*command, "evaluate", "figures on the development part", options);
  evaluate->add_option("--model", options->model, "file of the model")->required();
  evaluate->add_option("--disguise", options->disguises,
                       "also as a text looks in which people hide what they say: full-width, "
                       "homoglyphs, ...; all");
  evaluate->callback(
      [&context, &exit_status, options] { exit_status = EvaluateModel(context, *options); });
  auto* tune = AddOne(*command, "tune",
                      "figures of each of the manifest's tune_costs, by "
                      "cross-validation inside the training part",
                      options);
  tune->callback([&exit_status, options] { exit_status = TuneModel(*options); });
  AddModelCorrections(*command, context, exit_status);
  AddModelCompare(*command, context, exit_status);
  AddModelServer(*command, context, exit_status);
  auto* examples = AddOne(*command, "examples",
                          "what the manifest's files come to, as two tables, for others to be "
                          "trained and measured on",
                          options);
  examples->add_option("--out", options->out, "beginning of the names of the tables")->required();
  examples->callback([&exit_status, options] { exit_status = TellExamples(*options); });
}

}  // namespace recourse::ctl
