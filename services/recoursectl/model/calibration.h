#pragma once

#include <string>
#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/common/core/status.h"
#include "services/recoursectl/model/figures.h"
#include "services/recoursectl/model/manifest.h"
#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {

// Below so many texts that were held out nothing is called calibrated.
inline constexpr std::size_t kCalibratedMin = 500;

// Makes a head's sums into probabilities: the temperature, and where it helps the shift, that make
// what was held out likeliest; and for each label the threshold from which its answers were right
// as often as `precision` asks: a label that never reaches that is always abstained from.
// `expected` says how frequent each label is where the model is used (empty: as in what was held
// out): probabilities and thresholds are then those of texts with these shares.
void Calibrate(const std::vector<Outcome>& held_out, double precision, classify::DraftHead& head,
               const std::vector<double>& expected = {});

// The shares that the settings tell of, by label; empty where they tell of none. A label that was
// never held out keeps its share of 0. INVALID_ARGUMENT names a label that there is not.
StatusOr<std::vector<double>> ExpectedShares(const HeadSettings& settings,
                                             const std::vector<std::string>& labels,
                                             const std::vector<Outcome>& held_out);

// A head of these labels that says nothing yet.
classify::DraftHead HeadOf(const std::string& name, const std::vector<std::string>& labels);
// Calibrates a head as its settings ask: with the shares that they expect, for the precision that
// they want, called calibrated only where they allow it. As ExpectedShares fails.
Status CalibrateAsSet(const HeadSettings& settings, const std::vector<Outcome>& held_out,
                      classify::DraftHead& head);

// The answers that the head gives.
std::vector<Judged> Judge(const std::vector<Outcome>& outcomes, const classify::DraftHead& head);
// The mean of -ln(probability of the truth).
double LogLoss(const std::vector<Outcome>& outcomes, const classify::DraftHead& head);

}  // namespace recourse::ctl::model
