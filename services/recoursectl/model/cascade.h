#pragma once

#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/recoursectl/model/figures.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// What two tiers answer together, where the second is asked for what the first gives a probability
// below `ask_below`.
struct CascadeStep {
  double ask_below = 0;
  double asked = 0;  // share of the texts
  Figures figures;
};

struct Cascade {
  std::vector<CascadeStep> steps;
  double second_us = 0;  // CPU of the encoder for a text, microseconds, in this run
};

// The curve for one head of both manifests, which have the same heads and labels, by
// cross-validation inside the training sources of `first`, in which `second` must have the same:
// what a threshold is chosen by. `head` is its name, empty for the first one; INVALID_ARGUMENT
// where a manifest has no such head, or at another place. `encoder` as for Train.
StatusOr<Cascade> TuneCascade(const Manifest& first, const Manifest& second,
                              const std::string& folder, const std::string& encoder,
                              const std::string& head = {});

// The same for two trained models on the development sources of `first`, without what occurs in its
// training sources: for the figure that is told.
StatusOr<Cascade> EvaluateCascade(const Manifest& first, const std::string& first_bytes,
                                  const Manifest& second, const std::string& second_bytes,
                                  const std::string& folder, const std::string& encoder,
                                  const std::string& head = {});

// What the tiers answer at one threshold; both judged the same texts in the same order.
std::vector<Judged> Joined(const std::vector<Judged>& first, const std::vector<Judged>& second,
                           double ask_below);

}  // namespace recourse::ctl::model
