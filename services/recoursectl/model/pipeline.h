#pragma once

#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/recoursectl/model/card.h"
#include "services/recoursectl/model/disguises.h"
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
// in its training sources; then on the same texts under each of the disguises.
StatusOr<Card> Evaluate(const Manifest& manifest, const std::string& bytes,
                        const std::string& folder, const std::vector<Disguise>& disguises = {},
                        const std::string& encoder = {});

// What the manifest's sources come to, as a table that others can be trained and measured on: the
// texts that are learned from, or those of the development part that are measured. A column a head,
// empty for no label, then `aside` (1 where no figure is of it) and `text`, whose line breaks and
// tabulators have become spaces.
enum class Part { kTrain, kDevelop };
StatusOr<std::string> TableOf(const Manifest& manifest, const std::string& folder, Part part);

// What cross-validation inside the training sources says of one setting.
struct Tried {
  double cost = 0;
  double meaning_weight = 0;
  std::vector<Figures> heads;
};
StatusOr<std::vector<Tried>> Tune(const Manifest& manifest, const std::string& folder,
                                  const std::string& encoder = {});

}  // namespace recourse::ctl::model
