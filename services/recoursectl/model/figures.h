#pragma once

#include <cstdint>
#include <vector>

#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {

// One answer as it is judged.
struct Judged {
  std::uint32_t truth = 0;
  std::uint32_t said = 0;
  float probability = 0;
  bool abstained = false;
};

struct Interval {
  double low = 0;
  double high = 0;
};

struct LabelFigures {
  std::size_t texts = 0;
  std::size_t said = 0;
  std::size_t right = 0;
  double f1 = 0;  // 0 where it was neither there nor said
};

// What is told of a head. Shares are 0 to 1. Intervals are the middle 95 % of kResamples bootstrap
// samples of the texts.
struct Figures {
  std::size_t texts = 0;
  double accuracy = 0;
  Interval accuracy_interval;
  double macro_f1 = 0;  // mean over the labels that are there
  Interval macro_f1_interval;
  double calibration_error = 0;  // ECE: 15 bins of equal width, of the likeliest label
  // 95 % of perfectly calibrated models of these probabilities and as many texts stay below it.
  double calibration_error_perfect = 0;
  double log_loss = 0;
  double abstained = 0;
  double accuracy_answered = 0;  // of what was not abstained from
  std::vector<LabelFigures> labels;
  std::vector<std::vector<std::uint32_t>> confusion;  // truth, said
};

inline constexpr int kResamples = 1'000;
inline constexpr std::size_t kBins = 15;

// `loss` is the mean log loss of the same answers. The same answers and seed give the same figures.
Figures FiguresOf(const std::vector<Judged>& judged, std::size_t labels, double loss,
                  std::uint32_t seed);

}  // namespace recourse::ctl::model
