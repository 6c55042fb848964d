#include "services/recoursectl/model/manifest.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "services/common/encoder/weights_file.h"
#include "services/recoursectl/calendar/yaml_reading.h"
#include "services/recoursectl/model/files.h"

namespace recourse::ctl::model {
namespace {

using calendar::FindField;
using calendar::YamlField;
using calendar::YamlReading;
using calendar::YamlValue;

constexpr std::pair<Solver, std::string_view> kSolvers[] = {
    {Solver::kSvm, "svm"}, {Solver::kLogistic, "logistic"}, {Solver::kMulticlass, "multiclass"}};
constexpr double kCostMax = 1e4;
constexpr double kMeaningWeightMax = 100;
constexpr double kNoiseMax = 0.95;  // what is learned from has to have something left

double Number(YamlReading& reading, const YamlValue& value, double least, double most) {
  const std::string text = reading.Text(value);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= least &&
      number <= most) {
    return number;
  }
  reading.Fail(value.line,
               "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::uint32_t Whole(YamlReading& reading, const YamlValue& value, std::uint32_t least,
                    std::uint32_t most) {
  const std::string text = reading.Text(value);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= least &&
      number <= most) {
    return number;
  }
  reading.Fail(value.line, "must be a whole number from " + std::to_string(least) + " to " +
                               std::to_string(most));
  return least;
}

std::vector<std::string> Texts(YamlReading& reading, const YamlValue& value) {
  std::vector<std::string> texts;
  for (const YamlValue& item : reading.List(value)) texts.push_back(reading.Text(item));
  if (texts.empty()) reading.Fail(value.line, "must name at least one");
  return texts;
}

std::vector<double> Numbers(YamlReading& reading, const YamlValue& value, double most) {
  std::vector<double> numbers;
  for (const YamlValue& item : reading.List(value)) {
    numbers.push_back(Number(reading, item, 0, most));
  }
  return numbers;
}

FeatureSettings ReadFeatures(YamlReading& reading, const YamlValue& value) {
  FeatureSettings settings;
  const auto& map = reading.Map(
      value, {"words", "characters", "ideographs", "apart", "characters_weight", "least_texts"});
  constexpr std::uint32_t kMost = classify::kOrderMax;
  for (const YamlField& field : map) {
    auto& shape = settings.shape;
    if (field.name == "words") shape.words_max = Whole(reading, field.value, 1, kMost);
    if (field.name == "ideographs") shape.ideographs_max = Whole(reading, field.value, 0, kMost);
    if (field.name == "apart") shape.apart_max = Whole(reading, field.value, 0, kMost);
    if (field.name == "least_texts") settings.least_texts = Whole(reading, field.value, 1, 1000);
    if (field.name == "characters_weight") {
      settings.characters_weight = Number(reading, field.value, 0, 100);
    }
    if (field.name == "characters") {
      const auto& pair = reading.List(field.value);
      if (pair.size() != 2) {
        reading.Fail(field.line, "must be a pair: the shortest and the longest run");
        continue;
      }
      shape.characters_min = Whole(reading, pair[0], 1, kMost);
      shape.characters_max = Whole(reading, pair[1], 0, kMost);
    }
  }
  return settings;
}

Noise ReadNoise(YamlReading& reading, const YamlValue& value) {
  Noise noise;
  for (const YamlField& field : reading.Map(value, {"copies", "words", "features"})) {
    if (field.name == "copies") noise.copies = Whole(reading, field.value, 0, kCopiesMax);
    if (field.name == "words") noise.words = Number(reading, field.value, 0, kNoiseMax);
    if (field.name == "features") noise.features = Number(reading, field.value, 0, kNoiseMax);
  }
  return noise;
}

bool YesOrNo(YamlReading& reading, const YamlValue& value) {
  const std::string text = reading.Text(value);
  if (text != "true" && text != "false") reading.Fail(value.line, "must be true or false");
  return text == "true";
}

Solver ReadSolver(YamlReading& reading, const YamlValue& value) {
  const std::string word = reading.Text(value);
  const auto* found = std::find_if(std::begin(kSolvers), std::end(kSolvers),
                                   [&](const auto& entry) { return entry.second == word; });
  if (found != std::end(kSolvers)) return found->first;
  reading.Fail(value.line, "must be svm, logistic or multiclass");
  return Solver::kSvm;
}

void ReadFittingField(YamlReading& reading, const YamlField& field, Fitting& fitting) {
  if (field.name == "solver") fitting.solver = ReadSolver(reading, field.value);
  if (field.name == "cost") fitting.cost = Number(reading, field.value, 1e-4, kCostMax);
  if (field.name == "ratios") fitting.ratios = YesOrNo(reading, field.value);
  if (field.name == "share") fitting.share = Number(reading, field.value, 1e-3, 1e3);
}

Fitting ReadFitting(YamlReading& reading, const YamlValue& value) {
  Fitting fitting;
  for (const YamlField& field : reading.Map(value, {"solver", "cost", "ratios", "share"})) {
    ReadFittingField(reading, field, fitting);
  }
  if (fitting.ratios && fitting.solver == Solver::kMulticlass) {
    reading.Fail(value.line, "ratios are of one label against the others: not with multiclass");
  }
  return fitting;
}

void ReadPriors(YamlReading& reading, const YamlValue& value, HeadSettings& head) {
  if (value.kind == YamlValue::Kind::kText) {
    head.even_priors = reading.Text(value) == "even";
    if (!head.even_priors) reading.Fail(value.line, "must be 'even' or a share a label");
    return;
  }
  double sum = 0;
  for (const YamlField& label : reading.Map(value)) {
    sum += head.priors[label.name] = Number(reading, label.value, 1e-6, 1);
  }
  if (sum >= 1) reading.Fail(value.line, "the shares must leave something to the other labels");
}

HeadSettings ReadHead(YamlReading& reading, const YamlValue& value) {
  HeadSettings head;
  for (const YamlField& field : reading.Map(value, {"name", "solver", "cost", "ratios", "beside",
                                                    "precision", "priors", "calibrated"})) {
    if (field.name == "calibrated") head.calibrated = YesOrNo(reading, field.value);
    if (field.name == "name") head.name = reading.Text(field.value);
    if (field.name == "precision") head.precision = Number(reading, field.value, 0, 1);
    if (field.name == "priors") ReadPriors(reading, field.value, head);
    ReadFittingField(reading, field, head.fitting);
    if (field.name != "beside") continue;
    for (const YamlValue& item : reading.List(field.value)) {
      head.beside.push_back(ReadFitting(reading, item));
    }
  }
  if (head.name.empty()) reading.Fail(value.line, "a head has no name");
  if (head.fitting.ratios && head.fitting.solver == Solver::kMulticlass) {
    reading.Fail(value.line, "ratios are of one label against the others: not with multiclass");
  }
  return head;
}

std::map<std::string, std::string> ReadNames(YamlReading& reading, const YamlValue& value) {
  std::map<std::string, std::string> names;
  for (const YamlField& label : reading.Map(value)) {
    for (const std::string& written : Texts(reading, label.value)) {
      if (!names.emplace(written, label.name).second) {
        reading.Fail(label.line, "'" + written + "' stands for two labels");
      }
    }
  }
  return names;
}

std::map<std::string, std::string> TextsByName(YamlReading& reading, const YamlValue& value) {
  std::map<std::string, std::string> texts;
  for (const YamlField& field : reading.Map(value)) {
    texts[field.name] = reading.Text(field.value);
  }
  return texts;
}

Split ReadSplit(YamlReading& reading, const YamlValue& value) {
  Split split;
  for (const YamlField& field : reading.Map(value, {"file", "columns", "part"})) {
    if (field.name == "file") split.file = reading.Text(field.value);
    if (field.name == "columns") split.columns = TextsByName(reading, field.value);
    if (field.name != "part") continue;
    const std::string part = reading.Text(field.value);
    if (part != "train" && part != "test") reading.Fail(field.line, "must be train or test");
    split.test = part == "test";
  }
  if (split.file.empty() || split.columns.empty() || FindField(value.fields, "part") == nullptr) {
    reading.Fail(value.line, "a split has a file, columns and a part");
  }
  return split;
}

// Whether a path of a manifest leads out of the folder of the data.
bool LeadsOutside(const std::string& path) {
  return path.starts_with('/') || path.find("..") != std::string::npos;
}

void CheckHead(YamlReading& reading, const YamlField& head, const std::set<std::string>& heads) {
  if (heads.contains(head.name)) return;
  reading.Fail(head.line, "there is no head '" + head.name + "'");
}

void ReadLabels(YamlReading& reading, const YamlField& field, const std::set<std::string>& heads,
                Source& source) {
  for (const YamlField& head : reading.Map(field.value)) {
    CheckHead(reading, head, heads);
    if (field.name == "labels") {
      source.columns[head.name] = reading.Text(head.value);
    } else {
      source.names[head.name] = ReadNames(reading, head.value);
    }
  }
}

void ReadOnly(YamlReading& reading, const YamlField& field, const std::set<std::string>& heads,
              Source& source) {
  for (const YamlField& head : reading.Map(field.value)) {
    CheckHead(reading, head, heads);
    source.only[head.name] = TextsByName(reading, head.value);
  }
}

Source ReadSource(YamlReading& reading, const YamlValue& value,
                  const std::set<std::string>& heads) {
  Source source;
  for (const YamlField& field : reading.Map(
           value, {"file", "text", "labels", "names", "only", "split", "aside", "leave_out",
                  "together"})) {
    if (field.name == "split") source.split = ReadSplit(reading, field.value);
    if (field.name == "only") ReadOnly(reading, field, heads, source);
    if (field.name == "file") source.file = reading.Text(field.value);
    if (field.name == "text") source.text = Texts(reading, field.value);
    if (field.name == "together") source.together = reading.Text(field.value);
    if (field.name == "aside") source.aside = YesOrNo(reading, field.value);
    if (field.name == "labels" || field.name == "names") {
      ReadLabels(reading, field, heads, source);
    }
    if (field.name != "leave_out") continue;
    for (std::string& word : Texts(reading, field.value)) source.leave_out.insert(std::move(word));
  }
  if (source.file.empty() || LeadsOutside(source.file) || LeadsOutside(source.split.file)) {
    reading.Fail(value.line, "'file' must name a file below the folder of the data");
  }
  if (source.text.empty()) reading.Fail(value.line, "'text' must list the columns of the text");
  if (source.columns.empty()) reading.Fail(value.line, "'labels' must name a column a head");
  return source;
}

void ReadHeads(YamlReading& reading, const YamlValue& value, Manifest& manifest) {
  std::set<std::string> names;
  for (const YamlValue& item : reading.List(value)) {
    manifest.heads.push_back(ReadHead(reading, item));
    if (!names.insert(manifest.heads.back().name).second) {
      reading.Fail(item.line, "two heads have one name");
    }
  }
  if (manifest.heads.empty()) reading.Fail(value.line, "there must be a head");
}

// The name of a folder, among others.
std::string ReadRelease(YamlReading& reading, const YamlValue& value) {
  const std::string release = reading.Text(value);
  const bool fits = !release.empty() && release.size() <= encoder::WeightsFile::kReleaseBytes &&
                    release.find('/') == std::string::npos && !release.starts_with('.');
  if (!fits) reading.Fail(value.line, "must be an encoder's release, as bge-small-en-v1.5");
  return release;
}

void ReadField(YamlReading& reading, const YamlField& field, Manifest& manifest) {
  const YamlValue& value = field.value;
  if (field.name == "name") manifest.name = reading.Text(value);
  if (field.name == "credit") manifest.credit = reading.Text(value);
  if (field.name == "seed") manifest.seed = Whole(reading, value, 0, 1U << 30U);
  if (field.name == "folds") manifest.folds = Whole(reading, value, 2, kFoldsMax);
  if (field.name == "features") manifest.features = ReadFeatures(reading, value);
  if (field.name == "meaning_weight")
    manifest.meaning_weight = Number(reading, value, 0, kMeaningWeightMax);
  if (field.name == "encoder") manifest.encoder = ReadRelease(reading, value);
  if (field.name == "noise") manifest.noise = ReadNoise(reading, value);
  if (field.name == "tune_costs") manifest.tune_costs = Numbers(reading, value, kCostMax);
  if (field.name == "tune_meaning_weights") {
    manifest.tune_meaning_weights = Numbers(reading, value, kMeaningWeightMax);
  }
  if (field.name == "licence_class") {
    manifest.licence_class = reading.Text(value);
    if (manifest.licence_class != "A" && manifest.licence_class != "B" &&
        manifest.licence_class != "C") {
      reading.Fail(field.line, "must be A, B or C");
    }
  }
  if (field.name != "train" && field.name != "develop") return;
  std::set<std::string> heads;
  for (const HeadSettings& head : manifest.heads) heads.insert(head.name);
  for (const YamlValue& item : reading.List(value)) {
    auto& sources = field.name == "train" ? manifest.train : manifest.develop;
    sources.push_back(ReadSource(reading, item, heads));
  }
}

}  // namespace

std::string_view WordOf(Solver solver) {
  for (const auto& [value, word] : kSolvers) {
    if (value == solver) return word;
  }
  return "";
}

StatusOr<Manifest> ReadManifest(const std::string& file, const std::string& text) {
  if (text.size() > kManifestBytesMax) {
    return absl::InvalidArgumentError(file + ": a manifest has at most 256 KiB");
  }
  const auto tree = calendar::ReadYaml(file, text);
  if (!tree.ok()) return tree.status();
  YamlReading reading(file);
  Manifest manifest;
  const auto& map = reading.Map(*tree, {"name", "licence_class", "credit", "seed", "folds",
                                        "features", "meaning_weight", "encoder", "noise", "heads",
                                        "train", "develop", "tune_costs", "tune_meaning_weights"});
  if (const YamlValue* heads = FindField(map, "heads")) ReadHeads(reading, *heads, manifest);
  for (const YamlField& field : map) ReadField(reading, field, manifest);
  const YamlValue* encoder = FindField(map, "encoder");
  if (encoder != nullptr && manifest.meaning_weight == 0) {
    reading.Fail(encoder->line, "an encoder is asked for by a meaning_weight above 0");
  }
  for (const char* name : {"name", "licence_class", "credit", "heads", "train"}) {
    if (FindField(map, name) == nullptr) reading.Fail(tree->line, std::string(name) + " is absent");
  }
  if (!reading.ok()) return reading.fault();
  return manifest;
}

StatusOr<Manifest> LoadManifest(const std::string& path) {
  const auto text = ReadWhole(path, kManifestBytesMax);
  if (!text.ok()) return text.status();
  return ReadManifest(path, *text);
}

}  // namespace recourse::ctl::model
