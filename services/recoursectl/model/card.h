#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/recoursectl/model/figures.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// One measurement of a model: of which texts, and each head's figures.
struct Measured {
  std::string on;           // "held out in training", "development part"
  std::size_t refused = 0;  // texts that occur in the training data
  std::vector<Figures> heads;
  bool by_label = true;  // the page tells of each label too
};

// All that is told of a model.
struct Card {
  std::string model_version;  // name@ and the first digits of its digest
  std::size_t bytes = 0;
  std::size_t features = 0;
  std::size_t training_texts = 0;
  std::vector<std::vector<std::string>> labels;  // by head
  std::vector<float> temperatures;               // by head
  std::vector<float> shifts;                     // by head; classify::kNoShift: a softmax
  std::vector<bool> calibrated;  // by head: whether its probabilities are told as so often right
  std::vector<Measured> measured;
};

// The version under which facts name a model of these bytes.
std::string VersionOf(const Manifest& manifest, const std::string& bytes);

std::string CardJson(const Manifest& manifest, const Card& card);
std::string CardMarkdown(const Manifest& manifest, const Card& card);

}  // namespace recourse::ctl::model
