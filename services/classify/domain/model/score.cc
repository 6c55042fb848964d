#include "services/classify/domain/model/score.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "services/classify/domain/model/accumulate.h"
#include "services/classify/domain/model/exponential.h"

namespace recourse::classify {
namespace {

float SumOf(const Exponents& lanes) {
  float sum = 0;
  for (std::size_t i = 0; i < kLane; ++i) sum += lanes[i];
  return sum;
}

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
  return SumOf(total);
}

// ln sigmoid(x) is min(x, 0) - ln(1 + exp(-|x|)): what is above 0 is nowhere made a power of.
float BeforeItsCurve(float x, const Label& label) { return std::min(x, 0.0F) + label.offset; }

// Of each number x exp(offset) * sigmoid(x), all in the same proportion; their sum.
float BendAll(std::span<const Label> labels, std::vector<float>& numbers) {
  float most = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    most = std::max(most, BeforeItsCurve(numbers[i], labels[i]));
  }
  Exponents total{};
  for (std::size_t first = 0; first < numbers.size(); first += kLane) {
    const std::size_t count = std::min<std::size_t>(kLane, numbers.size() - first);
    Exponents x{}, curve{};
    for (std::size_t i = 0; i < count; ++i) {
      x[i] = BeforeItsCurve(numbers[first + i], labels[first + i]) - most;
      curve[i] = -std::abs(numbers[first + i]);
    }
    Exponentiate(x);
    Exponentiate(curve);
    x /= curve + 1;
    for (std::size_t i = count; i < kLane; ++i) x[i] = 0;
    std::memcpy(&numbers[first], &x, count * sizeof(float));
    total += x;
  }
  return SumOf(total);
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
  const float total = BendAll(labels, probabilities);
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
