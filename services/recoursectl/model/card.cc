#include "services/recoursectl/model/card.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <tuple>

#include "services/classify/domain/model/format.h"
#include "services/recoursectl/model/files.h"

namespace recourse::ctl::model {
namespace {

namespace json = boost::json;

constexpr std::size_t kVersionDigits = 12;
constexpr std::size_t kConfusionsShown = 10;

json::array Pair(const Interval& interval) { return {interval.low, interval.high}; }

json::object LabelsJson(const std::vector<std::string>& names, const Figures& figures) {
  json::object labels;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const LabelFigures& label = figures.labels[i];
    labels[names[i]] = json::object{
        {"texts", label.texts}, {"said", label.said}, {"right", label.right}, {"f1", label.f1}};
  }
  return labels;
}

json::object FiguresJson(const std::vector<std::string>& names, const Figures& figures) {
  json::array confusion;
  for (const auto& row : figures.confusion)
    confusion.push_back(json::array(row.begin(), row.end()));
  return {{"texts", figures.texts},
          {"accuracy", figures.accuracy},
          {"accuracy_interval_95", Pair(figures.accuracy_interval)},
          {"macro_f1", figures.macro_f1},
          {"macro_f1_interval_95", Pair(figures.macro_f1_interval)},
          {"calibration_error", figures.calibration_error},
          {"calibration_error_perfect_95", figures.calibration_error_perfect},
          {"log_loss", figures.log_loss},
          {"abstained", figures.abstained},
          {"accuracy_answered", figures.accuracy_answered},
          {"labels", LabelsJson(names, figures)},
          {"confusion", std::move(confusion)}};
}

std::string Percent(double share) {
  char text[16];
  std::snprintf(text, sizeof(text), "%.2f", 100 * share);
  return text;
}

std::string Decimal(double number) {
  char text[16];
  std::snprintf(text, sizeof(text), "%.4f", number);
  return text;
}

std::string Row(const std::string& on, const std::string& head, const Figures& f) {
  return "| " + on + " | " + head + " | " + std::to_string(f.texts) + " | " + Percent(f.accuracy) +
         " (" + Percent(f.accuracy_interval.low) + " to " + Percent(f.accuracy_interval.high) +
         ") | " + Percent(f.macro_f1) + " (" + Percent(f.macro_f1_interval.low) + " to " +
         Percent(f.macro_f1_interval.high) + ") | " + Decimal(f.calibration_error) + " | " +
         Decimal(f.calibration_error_perfect) + " | " + Percent(f.abstained) + " | " +
         Percent(f.accuracy_answered) + " |\n";
}

// What is taken for what, the most frequent first.
std::string Confusions(const std::vector<std::string>& names, const Figures& figures) {
  std::vector<std::tuple<std::uint32_t, std::size_t, std::size_t>> pairs;
  for (std::size_t truth = 0; truth < names.size(); ++truth) {
    for (std::size_t said = 0; said < names.size(); ++said) {
      const std::uint32_t count = figures.confusion[truth][said];
      if (truth != said && count > 0) pairs.emplace_back(count, truth, said);
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
    return std::tuple(std::get<0>(b), std::get<1>(a), std::get<2>(a)) <
           std::tuple(std::get<0>(a), std::get<1>(b), std::get<2>(b));
  });
  std::string lines;
  for (std::size_t i = 0; i < std::min(pairs.size(), kConfusionsShown); ++i) {
    const auto [count, truth, said] = pairs[i];
    lines += "| " + names[truth] + " | " + names[said] + " | " + std::to_string(count) + " |\n";
  }
  return lines;
}

std::string PerLabel(const std::vector<std::string>& names, const Figures& figures) {
  std::string lines;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const LabelFigures& label = figures.labels[i];
    lines += "| " + names[i] + " | " + std::to_string(label.texts) + " | " +
             std::to_string(label.said) + " | " + Percent(label.f1) + " |\n";
  }
  return lines;
}

std::string Told(const Fitting& fitting) {
  return std::string(WordOf(fitting.solver)) + (fitting.ratios ? " by ratios" : "") + ", cost " +
         Decimal(fitting.cost) + ", share " + Decimal(fitting.share);
}

std::string Priors(const HeadSettings& head) {
  if (head.even_priors) return "  - all its labels are expected alike often\n";
  std::string text;
  for (const auto& [label, share] : head.priors) {
    text += "  - " + label + " is expected in " + Percent(share) + " % of the texts\n";
  }
  return text;
}

json::object FittingJson(const Fitting& fitting) {
  return {{"solver", WordOf(fitting.solver)},
          {"cost", fitting.cost},
          {"ratios", fitting.ratios},
          {"share", fitting.share}};
}

json::array BesideJson(const HeadSettings& head) {
  json::array beside;
  for (const Fitting& fitting : head.beside) beside.push_back(FittingJson(fitting));
  return beside;
}

std::string Settings(const Manifest& manifest, const Card& card) {
  const auto& shape = manifest.features.shape;
  std::string text = "- Features: words 1 to " + std::to_string(shape.words_max) +
                     ", characters of a word " + std::to_string(shape.characters_min) + " to " +
                     std::to_string(shape.characters_max) + ", ideographs 1 to " +
                     std::to_string(shape.ideographs_max) + ", pairs apart " +
                     std::to_string(shape.apart_max) + ", seen in at least " +
                     std::to_string(manifest.features.least_texts) + " texts\n";
  if (manifest.meaning_weight > 0) {
    text +=
        "- Meaning: " + manifest.encoder + ", weight " + Decimal(manifest.meaning_weight) + "\n";
  }
  if (manifest.noise.copies > 0) {
    text += "- Noise: " + std::to_string(manifest.noise.copies) + " copies of a text, without " +
            Percent(manifest.noise.words) + " % of its words and " +
            Percent(manifest.noise.features) + " % of its features\n";
  }
  for (std::size_t i = 0; i < manifest.heads.size(); ++i) {
    const HeadSettings& head = manifest.heads[i];
    text += "- Head " + head.name + (card.calibrated[i] ? ", calibrated: " : ", not calibrated: ") +
            Told(head.fitting);
    for (const Fitting& fitting : head.beside) text += "; beside it " + Told(fitting);
    text += "; abstains below a precision of " + Percent(head.precision) + " %\n" + Priors(head);
  }
  return text;
}

// null: there is none, probabilities are a softmax.
json::value ShiftJson(float shift) {
  return shift == classify::kNoShift ? json::value(nullptr) : json::value(shift);
}

}  // namespace

std::string VersionOf(const Manifest& manifest, const std::string& bytes) {
  return manifest.name + "@" + DigestOf(bytes).substr(0, kVersionDigits);
}

std::string CardJson(const Manifest& manifest, const Card& card) {
  json::array measured;
  for (const Measured& one : card.measured) {
    json::object heads;
    for (std::size_t head = 0; head < one.heads.size(); ++head) {
      heads[manifest.heads[head].name] = FiguresJson(card.labels[head], one.heads[head]);
    }
    measured.push_back(
        json::object{{"on", one.on}, {"refused", one.refused}, {"heads", std::move(heads)}});
  }
  json::object heads;
  for (std::size_t head = 0; head < manifest.heads.size(); ++head) {
    const HeadSettings& settings = manifest.heads[head];
    heads[settings.name] =
        json::object{{"fitting", FittingJson(settings.fitting)},
                     {"beside", BesideJson(settings)},
                     {"precision", settings.precision},
                     {"temperature", card.temperatures[head]},
                     {"shift", ShiftJson(card.shifts[head])},
                     {"calibrated", bool{card.calibrated[head]}},
                     {"labels", json::array(card.labels[head].begin(), card.labels[head].end())}};
  }
  const json::object whole{{"model_version", card.model_version},
                           {"licence_class", manifest.licence_class},
                           {"credit", manifest.credit},
                           {"seed", manifest.seed},
                           {"folds", manifest.folds},
                           {"bytes", card.bytes},
                           {"features", card.features},
                           {"encoder", manifest.meaning_weight > 0 ? manifest.encoder : ""},
                           {"training_texts", card.training_texts},
                           {"heads", std::move(heads)},
                           {"measured", std::move(measured)}};
  return json::serialize(whole) + "\n";
}

std::string CardMarkdown(const Manifest& manifest, const Card& card) {
  std::string text = "# " + card.model_version + "\n\n- Data: class " + manifest.licence_class +
                     ". " + manifest.credit +
                     "\n- Training texts: " + std::to_string(card.training_texts) + ", seed " +
                     std::to_string(manifest.seed) + ", " + std::to_string(manifest.folds) +
                     " folds\n- Size: " + std::to_string(card.features) + " features, " +
                     std::to_string(card.bytes) + " bytes\n" + Settings(manifest, card) +
                     "\n| measured on | head | texts | accuracy % (95 %) | macro-F1 % (95 %) | ECE "
                     "| of a perfect one | abstained % | accuracy of the rest % |\n"
                     "|---|---|---|---|---|---|---|---|---|\n";
  for (const Measured& one : card.measured) {
    for (std::size_t head = 0; head < one.heads.size(); ++head) {
      text += Row(one.on, manifest.heads[head].name, one.heads[head]);
    }
  }
  for (const Measured& one : card.measured) {
    for (std::size_t head = 0; one.by_label && head < one.heads.size(); ++head) {
      const std::string title = manifest.heads[head].name + ", " + one.on;
      text += "\n## " + title + "\n\n| label | texts | said | F1 % |\n|---|---|---|---|\n" +
              PerLabel(card.labels[head], one.heads[head]) +
              "\n| it was | said was | texts |\n|---|---|---|\n" +
              Confusions(card.labels[head], one.heads[head]);
    }
  }
  return text;
}

}  // namespace recourse::ctl::model
