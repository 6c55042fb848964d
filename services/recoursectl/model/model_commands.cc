#include <cstdio>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "services/classify/domain/model/format.h"
#include "services/common/encoder/sentence_encoder.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/model/cascade.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/pipeline.h"
#include "services/recoursectl/model/server_commands.h"

namespace recourse::ctl {
namespace {

using model::Card;
using model::Manifest;

struct Options {
  std::string manifest;
  std::string folder;
  std::string model;
  std::string encoder;
  std::string second_manifest;
  std::string second_model;
  std::vector<std::string> texts;
};

StatusOr<Manifest> Load(const std::string& path) {
  const auto text = model::ReadWhole(path, model::kManifestBytesMax);
  if (!text.ok()) return text.status();
  return model::ReadManifest(path, *text);
}

void Print(const Context& context, const Manifest& manifest, const Card& card) {
  const std::string text =
      context.json ? model::CardJson(manifest, card) : model::CardMarkdown(manifest, card);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int TrainModel(const Context& context, const Options& options) {
  const auto manifest = Load(options.manifest);
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

int EvaluateModel(const Context& context, const Options& options) {
  const auto manifest = Load(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const auto bytes = model::ReadWhole(options.model, classify::kModelBytesMax);
  if (!bytes.ok()) return Fail(bytes.status());
  const auto card = model::Evaluate(*manifest, *bytes, options.folder, options.encoder);
  if (!card.ok()) return Fail(card.status());
  Print(context, *manifest, *card);
  return kDone;
}

int TuneModel(const Options& options) {
  const auto manifest = Load(options.manifest);
  if (!manifest.ok()) return Fail(manifest.status());
  const auto tried = model::Tune(*manifest, options.folder, options.encoder);
  if (!tried.ok()) return Fail(tried.status());
  std::printf("cost      head              accuracy %%  macro-F1 %%  log loss  ECE\n");
  for (const auto& one : *tried) {
    for (std::size_t head = 0; head < one.heads.size(); ++head) {
      const auto& figures = one.heads[head];
      std::printf("%-9g %-17s %10.2f  %10.2f  %8.4f  %.4f\n", one.cost,
                  manifest->heads[head].name.c_str(), 100 * figures.accuracy,
                  100 * figures.macro_f1, figures.log_loss, figures.calibration_error);
    }
  }
  return kDone;
}

void Print(const model::Cascade& cascade) {
  std::printf("ask below  asked %%  accuracy %%     95 %% interval  macro-F1 %%    ECE\n");
  for (const auto& step : cascade.steps) {
    const auto& figures = step.figures;
    std::printf("%9g %8.1f %11.2f  %6.2f to %6.2f %11.2f %7.4f\n", step.ask_below, 100 * step.asked,
                100 * figures.accuracy, 100 * figures.accuracy_interval.low,
                100 * figures.accuracy_interval.high, 100 * figures.macro_f1,
                figures.calibration_error);
  }
  std::printf("the encoder took %.0f us of CPU a text\n", cascade.second_us);
}

// By cross-validation, or with the models of both tiers on the development part.
StatusOr<model::Cascade> CascadeOf(const Options& options) {
  const auto first = Load(options.manifest);
  if (!first.ok()) return first.status();
  const auto second = Load(options.second_manifest);
  if (!second.ok()) return second.status();
  if (options.model.empty()) {
    return model::TuneCascade(*first, *second, options.folder, options.encoder);
  }
  const auto fast = model::ReadWhole(options.model, classify::kModelBytesMax);
  if (!fast.ok()) return fast.status();
  const auto slow = model::ReadWhole(options.second_model, classify::kModelBytesMax);
  if (!slow.ok()) return slow.status();
  return model::EvaluateCascade(*first, *fast, *second, *slow, options.folder, options.encoder);
}

int RunCascade(const Options& options) {
  const auto cascade = CascadeOf(options);
  if (!cascade.ok()) return Fail(cascade.status());
  Print(*cascade);
  return kDone;
}

// How alike texts are, each with each.
int PrintSimilar(const Context& context, const Options& options) {
  const auto opened = encoder::SentenceEncoder::Open(options.encoder);
  if (!opened.ok()) return Fail(opened.status());
  std::vector<std::string> texts;  // as the classifier sees them
  for (const std::string& text : options.texts) {
    const auto folded = FoldDisguised(text);
    if (!folded.ok()) return Fail(folded.status());
    texts.push_back(ToUtf8(folded->text));
  }
  std::vector<float> points;
  (*opened)->Encode(texts, points);
  constexpr std::size_t kWidth = encoder::SentenceEncoder::kDimensions;
  for (std::size_t i = 0; i < options.texts.size(); ++i) {
    for (std::size_t j = 0; j < options.texts.size(); ++j) {
      const auto row = points.begin() + static_cast<std::ptrdiff_t>(i * kWidth);
      const double alike = std::inner_product(
          row, row + kWidth, points.begin() + static_cast<std::ptrdiff_t>(j * kWidth), 0.0);
      std::printf("%s%.*f", j == 0 ? "" : " ", context.json ? 6 : 2, alike);
    }
    std::printf("\n");
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
  auto options = std::make_shared<Options>();
  auto* train = AddOne(*command, "train", "a model and its card", options);
  train->add_option("--out", options->model, "file of the model; its card stands beside it")
      ->required();
  train->callback(
      [&context, &exit_status, options] { exit_status = TrainModel(context, *options); });
  auto* evaluate = AddOne(*command, "evaluate", "figures on the development part", options);
  evaluate->add_option("--model", options->model, "file of the model")->required();
  evaluate->callback(
      [&context, &exit_status, options] { exit_status = EvaluateModel(context, *options); });
  auto* tune = AddOne(*command, "tune",
                      "figures of each of the manifest's tune_costs, by "
                      "cross-validation inside the training part",
                      options);
  auto* cascade = AddOne(*command, "cascade",
                         "accuracy over cost of two tiers, by cross-validation or, with their "
                         "models, on the development part",
                         options);
  cascade->add_option("--second", options->second_manifest, "manifest of the second tier")
      ->required();
  auto* fast = cascade->add_option("--model", options->model, "file of the first tier's model");
  auto* slow = cascade->add_option("--second-model", options->second_model,
                                   "file of the second tier's model");
  fast->needs(slow);
  slow->needs(fast);
  cascade->callback([&exit_status, options] { exit_status = RunCascade(*options); });
  auto* similar = command->add_subcommand("similar", "how alike texts are, by the encoder");
  similar->add_option("texts", options->texts, "texts, each compared with each")->required();
  similar->add_option("--encoder", options->encoder, "folder of the sentence encoder")->required();
  similar->callback(
      [&context, &exit_status, options] { exit_status = PrintSimilar(context, *options); });
  tune->callback([&exit_status, options] { exit_status = TuneModel(*options); });
  AddModelCompare(*command, context, exit_status);
  AddModelServer(*command, context, exit_status);
}

}  // namespace recourse::ctl
