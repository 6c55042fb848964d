#pragma once

#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/recoursectl/model/card.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

struct Made {
  std::string bytes;
  Card card;
};

// Trains a model of the manifest's training sources below `folder`: each text is first asked of a
// model that has not seen it, which gives the probabilities their scale and the card its first
// figures; then a model of all texts is made.
// `encoder` is the folder of the sentence encoder, where the manifest asks for it.
StatusOr<Made> Train(const Manifest& manifest, const std::string& folder,
                     const std::string& encoder = {});

// The card of a model with its figures on the manifest's development sources, without what occurs
// in its training sources.
StatusOr<Card> Evaluate(const Manifest& manifest, const std::string& bytes,
                        const std::string& folder, const std::string& encoder = {});

// What cross-validation inside the training sources says of one setting.
struct Tried {
  double cost = 0;
  std::vector<Figures> heads;
};
StatusOr<std::vector<Tried>> Tune(const Manifest& manifest, const std::string& folder,
                                  const std::string& encoder = {});

}  // namespace recourse::ctl::model
