#include "services/recoursectl/model/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace recourse::ctl::model {
namespace {

constexpr double kLow = 0.025;
constexpr double kHigh = 0.975;
constexpr double kBelow = 0.95;

using Confusion = std::vector<std::vector<std::uint32_t>>;

std::vector<LabelFigures> LabelsOf(const Confusion& confusion) {
  std::vector<LabelFigures> labels(confusion.size());
  for (std::size_t truth = 0; truth < confusion.size(); ++truth) {
    for (std::size_t said = 0; said < confusion.size(); ++said) {
      labels[truth].texts += confusion[truth][said];
      labels[said].said += confusion[truth][said];
    }
    labels[truth].right = confusion[truth][truth];
  }
  for (LabelFigures& label : labels) {
    const std::size_t both = label.texts + label.said;
    label.f1 = both == 0 ? 0 : 2.0 * static_cast<double>(label.right) / static_cast<double>(both);
  }
  return labels;
}

double MacroF1(const std::vector<LabelFigures>& labels) {
  double sum = 0;
  int there = 0;
  for (const LabelFigures& label : labels) {
    if (label.texts == 0) continue;
    sum += label.f1;
    ++there;
  }
  return there == 0 ? 0 : sum / there;
}

double Accuracy(const std::vector<LabelFigures>& labels) {
  double right = 0, texts = 0;
  for (const LabelFigures& label : labels) {
    right += static_cast<double>(label.right);
    texts += static_cast<double>(label.texts);
  }
  return texts == 0 ? 0 : right / texts;
}

// The distance between how sure the answers were and how often right(i) holds, over equal bins.
template <typename Right>
double CalibrationError(const std::vector<Judged>& judged, Right right) {
  std::array<double, kBins> sure{}, truth{};
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const auto bin = std::min(
        kBins - 1, static_cast<std::size_t>(judged[i].probability * static_cast<float>(kBins)));
    sure[bin] += static_cast<double>(judged[i].probability);
    truth[bin] += right(i) ? 1 : 0;
  }
  double error = 0;
  for (std::size_t bin = 0; bin < kBins; ++bin) error += std::abs(sure[bin] - truth[bin]);
  return judged.empty() ? 0 : error / static_cast<double>(judged.size());
}

double Quantile(std::vector<double>& values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// Uniform in [0, 1), the same everywhere: the standard leaves its own distributions open.
double Chance(std::mt19937_64& random) { return static_cast<double>(random() >> 11U) * 0x1.0p-53; }

void AddIntervals(const std::vector<Judged>& judged, std::mt19937_64& random, Figures& figures) {
  std::vector<double> accuracies, f1s;
  for (int sample = 0; sample < kResamples; ++sample) {
    Confusion confusion(figures.labels.size(), std::vector<std::uint32_t>(figures.labels.size()));
    for (std::size_t i = 0; i < judged.size(); ++i) {
      const auto at = static_cast<std::size_t>(Chance(random) * static_cast<double>(judged.size()));
      ++confusion[judged[at].truth][judged[at].said];
    }
    const auto labels = LabelsOf(confusion);
    accuracies.push_back(Accuracy(labels));
    f1s.push_back(MacroF1(labels));
  }
  figures.accuracy_interval = {Quantile(accuracies, kLow), Quantile(accuracies, kHigh)};
  figures.macro_f1_interval = {Quantile(f1s, kLow), Quantile(f1s, kHigh)};
}

// What a model gets by chance alone whose answers are right exactly as often as they say.
double PerfectError(const std::vector<Judged>& judged, std::mt19937_64& random) {
  std::vector<double> errors;
  for (int sample = 0; sample < kResamples; ++sample) {
    errors.push_back(CalibrationError(judged, [&](std::size_t i) {
      return Chance(random) < static_cast<double>(judged[i].probability);
    }));
  }
  return Quantile(errors, kBelow);
}

}  // namespace

Figures FiguresOf(const std::vector<Judged>& judged, std::size_t labels, double loss,
                  std::uint32_t seed) {
  Figures figures;
  figures.texts = judged.size();
  figures.log_loss = loss;
  figures.confusion.assign(labels, std::vector<std::uint32_t>(labels));
  std::size_t answered = 0, right = 0;
  for (const Judged& one : judged) {
    ++figures.confusion[one.truth][one.said];
    answered += one.abstained ? 0 : 1;
    right += !one.abstained && one.truth == one.said ? 1 : 0;
  }
  figures.labels = LabelsOf(figures.confusion);
  figures.accuracy = Accuracy(figures.labels);
  figures.macro_f1 = MacroF1(figures.labels);
  if (judged.empty()) return figures;
  figures.abstained = 1 - static_cast<double>(answered) / static_cast<double>(judged.size());
  if (answered > 0) {
    figures.accuracy_answered = static_cast<double>(right) / static_cast<double>(answered);
  }
  figures.calibration_error =
      CalibrationError(judged, [&](std::size_t i) { return judged[i].truth == judged[i].said; });
  std::mt19937_64 random(seed);
  AddIntervals(judged, random, figures);
  figures.calibration_error_perfect = PerfectError(judged, random);
  return figures;
}

}  // namespace recourse::ctl::model
