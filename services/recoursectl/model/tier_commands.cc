#include "services/recoursectl/model/tier_commands.h"

#include <cstdio>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "services/classify/domain/model/format.h"
#include "services/common/encoder/sentence_encoder.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "services/recoursectl/model/cascade.h"
#include "services/recoursectl/model/files.h"

namespace recourse::ctl {
namespace {

struct Options {
  std::string manifest;
  std::string folder;
  std::string model;
  std::string encoder;
  std::string release = encoder::SentenceEncoder::kDefaultRelease;
  std::string head;
  std::string second_manifest;
  std::string second_model;
  std::vector<std::string> texts;
};

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
  const auto first = model::LoadManifest(options.manifest);
  if (!first.ok()) return first.status();
  const auto second = model::LoadManifest(options.second_manifest);
  if (!second.ok()) return second.status();
  if (options.model.empty()) {
    return model::TuneCascade(*first, *second, options.folder, options.encoder, options.head);
  }
  const auto fast = model::ReadWhole(options.model, classify::kModelBytesMax);
  if (!fast.ok()) return fast.status();
  const auto slow = model::ReadWhole(options.second_model, classify::kModelBytesMax);
  if (!slow.ok()) return slow.status();
  return model::EvaluateCascade(*first, *fast, *second, *slow, options.folder, options.encoder,
                                options.head);
}

int RunCascade(const Options& options) {
  const auto cascade = CascadeOf(options);
  if (!cascade.ok()) return Fail(cascade.status());
  Print(*cascade);
  return kDone;
}

// How alike texts are, each with each.
int PrintSimilar(const Context& context, const Options& options) {
  const auto opened = encoder::SentenceEncoder::OpenRelease(options.encoder, options.release);
  if (!opened.ok()) return Fail(opened.status());
  std::vector<std::string> texts;  // as the classifier sees them
  for (const std::string& text : options.texts) {
    const auto folded = FoldDisguised(text);
    if (!folded.ok()) return Fail(folded.status());
    texts.push_back(ToUtf8(folded->text));
  }
  std::vector<float> points;
  (*opened)->Encode(texts, points);
  const std::size_t width = (*opened)->dimensions();
  for (std::size_t i = 0; i < options.texts.size(); ++i) {
    for (std::size_t j = 0; j < options.texts.size(); ++j) {
      const auto row = points.begin() + static_cast<std::ptrdiff_t>(i * width);
      const double alike = std::inner_product(
          row, row + width, points.begin() + static_cast<std::ptrdiff_t>(j * width), 0.0);
      std::printf("%s%.*f", j == 0 ? "" : " ", context.json ? 6 : 2, alike);
    }
    std::printf("\n");
  }
  return kDone;
}

}  // namespace

void AddCascade(CLI::App& models, int& exit_status) {
  auto options = std::make_shared<Options>();
  auto* command = models.add_subcommand(
      "cascade",
      "accuracy over cost of two tiers, by cross-validation or, with their models, on the "
      "development part");
  command->add_option("manifest", options->manifest, "of the first tier, YAML")->required();
  command->add_option("--data", options->folder, "folder of the manifests' files")->required();
  command->add_option("--encoder", options->encoder, "folder of the sentence encoder")->required();
  command->add_option("--head", options->head, "which head's; the first one's otherwise");
  command->add_option("--second", options->second_manifest, "manifest of the second tier")
      ->required();
  auto* fast = command->add_option("--model", options->model, "file of the first tier's model");
  auto* slow = command->add_option("--second-model", options->second_model,
                                   "file of the second tier's model");
  fast->needs(slow);
  slow->needs(fast);
  command->callback([&exit_status, options] { exit_status = RunCascade(*options); });
}

void AddSimilar(CLI::App& models, Context& context, int& exit_status) {
  auto options = std::make_shared<Options>();
  auto* command = models.add_subcommand("similar", "how alike texts are, by the encoder");
  command->add_option("texts", options->texts, "texts, each compared with each")->required();
  command->add_option("--encoder", options->encoder, "folder of the sentence encoder")->required();
  command->add_option("--release", options->release, "which of the folder's encoders")
      ->capture_default_str();
  command->callback(
      [&context, &exit_status, options] { exit_status = PrintSimilar(context, *options); });
}

}  // namespace recourse::ctl
