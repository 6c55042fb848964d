#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/model.h"
#include "services/classify/domain/model/vocabulary.h"

namespace recourse::classify {

Vocabulary VocabularyOf(const Model& model);

// What the model makes of a folded text: scratch.sums, one number a label of all heads, from one
// pass. The span is scratch's, until its next use. Linear in the text; the same text and model give
// the same bits on every machine.
std::span<const float> Score(const Model& model, std::u32string_view folded, Scratch& scratch);

// The same with the text's point, the numbers that the encoder of model.encoder() gives of it: as
// many as model.rows_of_meaning(), or none, where the model does without.
std::span<const float> Score(const Model& model, std::u32string_view folded,
                             std::span<const float> point, Scratch& scratch);

// Probabilities of a head's labels, in their order, summing to 1, from what Score gave; in place of
// what `probabilities` held.
void Probabilities(const Model& model, const Head& head, std::span<const float> sums,
                   std::vector<float>& probabilities);

// The same of a head that is not in a model yet. With a shift, each label's
// exp(offset) * sigmoid(temperature * sum + shift), all divided by their sum: labels may all be
// unlikely, and one more that fits changes nothing of how a clear one is. With kNoShift, which is
// where that leads as the shift falls, softmax(temperature * sum + offset).
void Probabilities(std::span<const float> sums, std::span<const Label> labels, float temperature,
                   float shift, std::vector<float>& probabilities);

// The likeliest label of a head; of equals the first.
struct Answer {
  std::uint32_t label = 0;  // among the head's
  float probability = 0;
  bool abstained = false;  // less than the label's threshold: a person shall look
};
Answer AnswerOf(const Model& model, const Head& head, std::span<const float> probabilities);

}  // namespace recourse::classify
