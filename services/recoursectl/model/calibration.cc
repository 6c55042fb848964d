#include "services/recoursectl/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "services/classify/domain/model/score.h"

namespace recourse::ctl::model {
namespace {

// Searched on a logarithmic scale.
constexpr double kTemperatureLow = 0.05;
constexpr double kTemperatureHigh = 100;
constexpr int kSteps = 40;
constexpr double kShiftLow = -8;  // below, sigmoids are nearly a softmax
constexpr double kShiftHigh = 4;
constexpr int kStepsOfShift = 12;
constexpr int kStepsBetween = 16;   // of the temperature, for each shift that is tried
constexpr double kGainMin = 0.002;  // of the mean of -ln(probability of the truth)
constexpr double kGolden = 0.6180339887498949;
constexpr float kNever = 2;  // above every probability
// A threshold needs so many answers behind it as if they had been right as often as asked.
constexpr double kPrior = 2;

std::vector<classify::Label> LabelsOf(const classify::DraftHead& head) {
  std::vector<classify::Label> labels;
  for (const auto& label : head.labels) labels.push_back({label.name, label.offset, 0});
  return labels;
}

// How sums become probabilities, but for the labels' offsets.
struct Scale {
  double temperature = 1;
  double shift = classify::kNoShift;
};

double LossAt(const std::vector<Outcome>& outcomes, const std::vector<classify::Label>& labels,
              const Scale& scale) {
  double loss = 0;
  std::vector<float> probabilities;
  for (const Outcome& outcome : outcomes) {
    classify::Probabilities(outcome.sums, labels, static_cast<float>(scale.temperature),
                            static_cast<float>(scale.shift), probabilities);
    loss -= std::log(std::max(1e-12, static_cast<double>(probabilities[outcome.truth])));
  }
  return outcomes.empty() ? 0 : loss / static_cast<double>(outcomes.size());
}

// Where a loss that has one valley between the two ends is least.
double Lowest(double low, double high, int steps, const std::function<double(double)>& loss) {
  double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
  double loss_left = loss(left), loss_right = loss(right);
  for (int step = 0; step < steps; ++step) {
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
  return (low + high) / 2;
}

Scale BestScale(const std::vector<Outcome>& outcomes, const std::vector<classify::Label>& labels,
                double shift, int steps) {
  const auto loss = [&](double at) { return LossAt(outcomes, labels, {std::exp(at), shift}); };
  return {std::exp(Lowest(std::log(kTemperatureLow), std::log(kTemperatureHigh), steps, loss)),
          shift};
}

// A softmax, unless sigmoids make what was held out likelier by as much as is worth telling.
Scale BestScale(const std::vector<Outcome>& outcomes, const std::vector<classify::Label>& labels) {
  const Scale plain = BestScale(outcomes, labels, classify::kNoShift, kSteps);
  const auto loss = [&](double shift) {
    return LossAt(outcomes, labels, BestScale(outcomes, labels, shift, kStepsBetween));
  };
  const double shift = Lowest(kShiftLow, kShiftHigh, kStepsOfShift, loss);
  const Scale bent = BestScale(outcomes, labels, shift, kSteps);
  const double gain = LossAt(outcomes, labels, plain) - LossAt(outcomes, labels, bent);
  return gain > kGainMin ? bent : plain;
}

// An answer with the weight of its text.
struct Weighed {
  float probability = 0;
  bool right = false;
  double weight = 1;
};

// The least probability from which on the answers, all together, were right often enough.
float ThresholdOf(std::vector<Weighed>& answers, double precision) {
  std::sort(answers.begin(), answers.end(),
            [](const auto& a, const auto& b) { return a.probability > b.probability; });
  float threshold = kNever;
  double right = 0, all = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    right += answers[i].right ? answers[i].weight : 0;
    all += answers[i].weight;
    const bool last_of_equals =
        i + 1 == answers.size() || answers[i + 1].probability < answers[i].probability;
    const double share = (right + kPrior * precision) / (all + kPrior);
    if (last_of_equals && share >= precision) threshold = answers[i].probability;
  }
  return threshold;
}

std::vector<double> SharesOf(const std::vector<Outcome>& outcomes, std::size_t labels) {
  std::vector<double> shares(labels, 0);
  for (const Outcome& outcome : outcomes) {
    shares[outcome.truth] += 1.0 / static_cast<double>(outcomes.size());
  }
  return shares;
}

// What a text of each label stands for; 1 where nothing is expected to differ.
std::vector<double> WeightsOf(const std::vector<Outcome>& held_out, std::size_t labels,
                              const std::vector<double>& expected) {
  std::vector<double> weights(labels, 1);
  if (expected.empty()) return weights;
  const auto shares = SharesOf(held_out, labels);
  for (std::size_t i = 0; i < labels; ++i) {
    if (shares[i] > 0 && expected[i] > 0) weights[i] = expected[i] / shares[i];
  }
  return weights;
}

}  // namespace

void Calibrate(const std::vector<Outcome>& held_out, double precision, classify::DraftHead& head,
               const std::vector<double>& expected) {
  const Scale scale = BestScale(held_out, LabelsOf(head));
  head.temperature = static_cast<float>(scale.temperature);
  head.shift = static_cast<float>(scale.shift);
  head.calibrated = held_out.size() >= kCalibratedMin;
  const auto weights = WeightsOf(held_out, head.labels.size(), expected);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    head.labels[i].offset += static_cast<float>(std::log(weights[i]));
  }
  std::vector<std::vector<Weighed>> answers(head.labels.size());
  for (const Judged& one : Judge(held_out, head)) {
    answers[one.said].push_back({one.probability, one.said == one.truth, weights[one.truth]});
  }
  for (std::size_t i = 0; i < head.labels.size(); ++i) {
    head.labels[i].threshold = ThresholdOf(answers[i], precision);
  }
}

StatusOr<std::vector<double>> ExpectedShares(const HeadSettings& settings,
                                             const std::vector<std::string>& labels,
                                             const std::vector<Outcome>& held_out) {
  if (settings.priors.empty() && !settings.even_priors) return std::vector<double>{};
  auto shares = SharesOf(held_out, labels.size());
  double told = 0, untold = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (settings.even_priors && shares[i] > 0) shares[i] = 1;
    const auto found = settings.priors.find(labels[i]);
    (found == settings.priors.end() ? untold : told) +=
        found == settings.priors.end() ? shares[i] : found->second;
  }
  std::size_t known = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto found = settings.priors.find(labels[i]);
    known += found == settings.priors.end() ? 0 : 1;
    shares[i] = found == settings.priors.end() ? shares[i] * (1 - told) / untold : found->second;
  }
  if (known == settings.priors.size() && untold > 0) return shares;
  return absl::InvalidArgumentError("head " + settings.name +
                                    ": 'priors' names a label that no training text has, or all");
}

classify::DraftHead HeadOf(const std::string& name, const std::vector<std::string>& labels) {
  classify::DraftHead head{name, 1, false, {}, classify::kNoShift};
  for (const std::string& label : labels) head.labels.push_back({label, 0, 0, 0});
  return head;
}

Status CalibrateAsSet(const HeadSettings& settings, const std::vector<Outcome>& held_out,
                      classify::DraftHead& head) {
  std::vector<std::string> names;
  for (const auto& label : head.labels) names.push_back(label.name);
  const auto expected = ExpectedShares(settings, names, held_out);
  if (!expected.ok()) return expected.status();
  Calibrate(held_out, settings.precision, head, *expected);
  head.calibrated = head.calibrated && settings.calibrated;
  return absl::OkStatus();
}

std::vector<Judged> Judge(const std::vector<Outcome>& outcomes, const classify::DraftHead& head) {
  const auto labels = LabelsOf(head);
  std::vector<Judged> judged;
  std::vector<float> probabilities;
  for (const Outcome& outcome : outcomes) {
    classify::Probabilities(outcome.sums, labels, head.temperature, head.shift, probabilities);
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    const auto said = static_cast<std::uint32_t>(best - probabilities.begin());
    judged.push_back({outcome.truth, said, *best, *best < head.labels[said].threshold});
  }
  return judged;
}

double LogLoss(const std::vector<Outcome>& outcomes, const classify::DraftHead& head) {
  return LossAt(outcomes, LabelsOf(head), {head.temperature, head.shift});
}

}  // namespace recourse::ctl::model
