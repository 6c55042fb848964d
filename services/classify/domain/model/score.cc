#include "services/classify/domain/model/score.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

#include "services/classify/domain/model/accumulate.h"
#include "services/classify/domain/model/exponential.h"

namespace recourse::classify {
namespace {

// Of each number e to the power of it less `most`; their sum.
float ExponentiateAll(float most, std::vector<float>& numbers) {
  Exponents total{};
  for (std::size_t first = 0; first < numbers.size(); first += kLane) {
    const std::size_t count = std::min<std::size_t>(kLane, numbers.size() - first);
    Exponents x{};
    std::memcpy(&x, &numbers[first], count * sizeof(float));
    x -= most;
    Exponentiate(x);
    std::memcpy(&numbers[first], &x, count * sizeof(float));
    for (std::size_t i = count; i < kLane; ++i) x[i] = 0;
    total += x;
  }
  float sum = 0;
  for (std::size_t i = 0; i < kLane; ++i) sum += total[i];
  return sum;
}

// The sigmoid of each number, by a power of what is 0 at most.
void BendAll(std::vector<float>& numbers) {
  for (std::size_t first = 0; first < numbers.size(); first += kLane) {
    const std::size_t count = std::min<std::size_t>(kLane, numbers.size() - first);
    Exponents x{};
    std::memcpy(&x, &numbers[first], count * sizeof(float));
    Exponents power = x < 0 ? x : -x;
    Exponentiate(power);
    x = (x < 0 ? power : 0 * power + 1) / (power + 1);
    std::memcpy(&numbers[first], &x, count * sizeof(float));
  }
}

// Multiplies with exp(offset), in the same proportion all.
void Weigh(std::span<const Label> labels, std::vector<float>& numbers) {
  float most = 0;
  bool any = false;
  for (const Label& label : labels) {
    most = std::max(most, label.offset);
    any = any || label.offset != 0;
  }
  for (std::size_t first = 0; any && first < numbers.size(); first += kLane) {
    const std::size_t count = std::min<std::size_t>(kLane, numbers.size() - first);
    Exponents weight{};
    for (std::size_t i = 0; i < count; ++i) weight[i] = labels[first + i].offset - most;
    Exponentiate(weight);
    for (std::size_t i = 0; i < count; ++i) numbers[first + i] *= weight[i];
  }
}

// softmax(temperature * sum + offset).
void Softmax(std::span<const float> sums, std::span<const Label> labels, float temperature,
             std::vector<float>& probabilities) {
  float most = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    probabilities[i] = temperature * sums[i] + labels[i].offset;
    most = std::max(most, probabilities[i]);
  }
  const float total = ExponentiateAll(most, probabilities);
  for (float& p : probabilities) p /= total;
}

}  // namespace

Vocabulary VocabularyOf(const Model& model) {
  return {model.shape(),
          model.slots(),
          model.rows(),
          model.rows_of_spelling(),
          static_cast<std::uint32_t>(model.rows().size()) - model.rows_of_spelling(),
          {model.block_weight(Block::kWords), model.block_weight(Block::kCharacters)}};
}

std::span<const float> Score(const Model& model, std::u32string_view folded, Scratch& scratch) {
  return Score(model, folded, {}, scratch);
}

std::span<const float> Score(const Model& model, std::u32string_view folded,
                             std::span<const float> point, Scratch& scratch) {
  Vectorize(VocabularyOf(model), folded, scratch);
  for (std::uint32_t i = 0; i < point.size(); ++i) {
    scratch.hits.Put(HitOfMeaning(point, i, model.rows_of_features(), model.meaning_weight()));
  }
  scratch.sums.assign(model.intercepts().begin(), model.intercepts().end());
  Accumulate({scratch.hits.begin(), scratch.hits.size()}, model.rows(), model.weights(),
             model.stride(), scratch.sums);
  return std::span(scratch.sums).first(model.labels().size());
}

void Probabilities(std::span<const float> sums, std::span<const Label> labels, float temperature,
                   float shift, std::vector<float>& probabilities) {
  probabilities.resize(sums.size());
  if (shift == kNoShift) return Softmax(sums, labels, temperature, probabilities);
  for (std::size_t i = 0; i < sums.size(); ++i) probabilities[i] = temperature * sums[i] + shift;
  BendAll(probabilities);
  Weigh(labels, probabilities);
  const float total = std::accumulate(probabilities.begin(), probabilities.end(), 0.0F);
  for (float& p : probabilities) p /= total;
}

void Probabilities(const Model& model, const Head& head, std::span<const float> sums,
                   std::vector<float>& probabilities) {
  Probabilities(sums.subspan(head.first_label, head.labels), model.LabelsOf(head), head.temperature,
                head.shift, probabilities);
}

Answer AnswerOf(const Model& model, const Head& head, std::span<const float> probabilities) {
  const auto best = std::max_element(probabilities.begin(), probabilities.end());
  Answer answer;
  answer.label = static_cast<std::uint32_t>(best - probabilities.begin());
  answer.probability = *best;
  answer.abstained = *best < model.LabelsOf(head)[answer.label].threshold;
  return answer;
}

}  // namespace recourse::classify
