#include "services/recoursectl/model/calibration.h"

#include <algorithm>
#include <cmath>

#include "services/classify/domain/model/score.h"

namespace recourse::ctl::model {
namespace {

// Searched on a logarithmic scale.
constexpr double kTemperatureLow = 0.05;
constexpr double kTemperatureHigh = 100;
constexpr int kSteps = 40;
constexpr double kGolden = 0.6180339887498949;
constexpr float kNever = 2;  // above every probability
// A threshold needs so many answers behind it as if they had been right as often as asked.
constexpr double kPrior = 2;

std::vector<classify::Label> LabelsOf(const classify::DraftHead& head) {
  std::vector<classify::Label> labels;
  for (const auto& label : head.labels) labels.push_back({label.name, label.offset, 0});
  return labels;
}

double LossAt(const std::vector<Outcome>& outcomes, const std::vector<classify::Label>& labels,
              double temperature) {
  double loss = 0;
  std::vector<float> probabilities;
  for (const Outcome& outcome : outcomes) {
    classify::Softmax(outcome.sums, labels, static_cast<float>(temperature), probabilities);
    loss -= std::log(std::max(1e-12, static_cast<double>(probabilities[outcome.truth])));
  }
  return outcomes.empty() ? 0 : loss / static_cast<double>(outcomes.size());
}

// The loss has one valley in the temperature.
double BestTemperature(const std::vector<Outcome>& outcomes,
                       const std::vector<classify::Label>& labels) {
  double low = std::log(kTemperatureLow), high = std::log(kTemperatureHigh);
  const auto loss = [&](double at) { return LossAt(outcomes, labels, std::exp(at)); };
  double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
  double loss_left = loss(left), loss_right = loss(right);
  for (int step = 0; step < kSteps; ++step) {
    if (loss_left < loss_right) {
      high = right;
      right = left;
      loss_right = loss_left;
      left = high - kGolden * (high - low);
      loss_left = loss(left);
    } else {
      low = left;
      left = right;
      loss_left = loss_right;
      right = low + kGolden * (high - low);
      loss_right = loss(right);
    }
  }
  return std::exp((low + high) / 2);
}

// The least probability from which on the answers, all together, were right often enough.
float ThresholdOf(std::vector<std::pair<float, bool>>& answers, double precision) {
  std::sort(answers.begin(), answers.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  float threshold = kNever;
  double right = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    right += answers[i].second ? 1 : 0;
    const bool last_of_equals = i + 1 == answers.size() || answers[i + 1].first < answers[i].first;
    const double share = (right + kPrior * precision) / (static_cast<double>(i + 1) + kPrior);
    if (last_of_equals && share >= precision) threshold = answers[i].first;
  }
  return threshold;
}

}  // namespace

void Calibrate(const std::vector<Outcome>& held_out, double precision, classify::DraftHead& head) {
  head.temperature = static_cast<float>(BestTemperature(held_out, LabelsOf(head)));
  head.calibrated = held_out.size() >= kCalibratedMin;
  std::vector<std::vector<std::pair<float, bool>>> answers(head.labels.size());
  for (const Judged& one : Judge(held_out, head)) {
    answers[one.said].emplace_back(one.probability, one.said == one.truth);
  }
  for (std::size_t i = 0; i < head.labels.size(); ++i) {
    head.labels[i].threshold = ThresholdOf(answers[i], precision);
  }
}

std::vector<Judged> Judge(const std::vector<Outcome>& outcomes, const classify::DraftHead& head) {
  const auto labels = LabelsOf(head);
  std::vector<Judged> judged;
  std::vector<float> probabilities;
  for (const Outcome& outcome : outcomes) {
    classify::Softmax(outcome.sums, labels, head.temperature, probabilities);
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    const auto said = static_cast<std::uint32_t>(best - probabilities.begin());
    judged.push_back({outcome.truth, said, *best, *best < head.labels[said].threshold});
  }
  return judged;
}

double LogLoss(const std::vector<Outcome>& outcomes, const classify::DraftHead& head) {
  return LossAt(outcomes, LabelsOf(head), static_cast<double>(head.temperature));
}

}  // namespace recourse::ctl::model
