#pragma once

#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/recoursectl/model/figures.h"
#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {

// Below so many texts that were held out nothing is called calibrated.
inline constexpr std::size_t kCalibratedMin = 500;

// Makes a head's sums into probabilities: the temperature that makes what was held out likeliest,
// and for each label the threshold from which its answers were right as often as `precision` asks;
// a label that never reaches that is always abstained from.
void Calibrate(const std::vector<Outcome>& held_out, double precision, classify::DraftHead& head);

// The answers that the head gives.
std::vector<Judged> Judge(const std::vector<Outcome>& outcomes, const classify::DraftHead& head);
// The mean of -ln(probability of the truth).
double LogLoss(const std::vector<Outcome>& outcomes, const classify::DraftHead& head);

}  // namespace recourse::ctl::model
