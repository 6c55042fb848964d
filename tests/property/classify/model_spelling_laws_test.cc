#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "services/classify/domain/model/score.h"
#include "services/classify/domain/model/tipping.h"
#include "tests/unit/classify/model_values.h"
#include "tests/unit/classify/plain.h"
#include "tests/unit/classify/spelled_model.h"

// What a text comes to is told by the definition in vocabulary.h, from every feature that the text
// has, one by one. Neither what is known of whole words nor what is not looked for may change it.
namespace recourse::classify {
namespace {

const std::vector<std::u32string> kPieces = {
    U"card ", U"cards ", U"lost ", U"can't ", U"can’t ", U"banana ", U"卡",       U"吞",
    U"银行",  U", ",     U"！",    U"a ",     U"x2 ",    U"карта ",  U"discard ", U"a b c "};

std::u32string AnyText(int most) {
  std::u32string text;
  for (int i = *rc::gen::inRange(0, most + 1); i > 0; --i) text += *rc::gen::elementOf(kPieces);
  return text;
}

FeatureShape AnyShape() {
  const auto up_to = [](int most) {
    return static_cast<std::uint32_t>(*rc::gen::inRange(0, most));
  };
  FeatureShape shape{1 + up_to(3), 1 + up_to(3), 0, up_to(4), up_to(3)};
  shape.characters_max = *rc::gen::arbitrary<bool>() ? shape.characters_min + up_to(3) : 0;
  return shape;
}

// By row, what the text's hits are worth in all.
using Values = std::map<std::uint32_t, double>;

struct Expected {
  Values words;
  Values characters;  // of runs, whether their word is known or not
};

void MakeLong(double weight, double square, Values& values) {
  for (auto& [row, value] : values) value *= weight / std::sqrt(square);
}

Expected ByDefinition(const SpelledModel& model, const std::u32string& text) {
  std::vector<Token> tokens;
  std::vector<Feature> features, runs;
  Tokenize(text, tokens);
  FindFeatures(text, tokens, model.draft.shape, features);
  std::map<std::uint32_t, int> counts;
  for (const Feature& feature : features) {
    const auto found = model.row_of.find(feature.hash);
    if (feature.block == Block::kWords && found != model.row_of.end()) ++counts[found->second];
  }
  Expected expected;
  double square = 0;
  for (const auto& [row, count] : counts) {
    const double value = (1 + std::log(count)) * static_cast<double>(model.draft.idf[row]);
    expected.words[row] = value;
    square += value * value;
  }
  MakeLong(static_cast<double>(model.draft.block_weight[0]), square, expected.words);
  std::map<std::uint64_t, std::pair<Token, int>> words;
  for (const Token& token : tokens) {
    if (token.kind == Token::Kind::kWord)
      ++words.try_emplace(token.hash, token, 0).first->second.second;
  }
  square = 0;
  for (const auto& [hash, word] : words) {
    runs.clear();
    FindCharacterRuns(text, word.first, model.draft.shape, runs);
    for (const Feature& run : runs) {
      const auto found = model.row_of.find(run.hash);
      if (found == model.row_of.end()) continue;
      const double value =
          (1 + std::log(word.second)) * static_cast<double>(model.draft.idf[found->second]);
      expected.characters[found->second] += value;
      square += value * value;
    }
  }
  MakeLong(static_cast<double>(model.draft.block_weight[1]), square, expected.characters);
  return expected;
}

SpelledModel AnyModel() {
  SpelledModel model = Spell(AnyText(12), AnyShape());
  model.draft.block_weight[1] = 0.25F * static_cast<float>(*rc::gen::inRange(1, 5));
  return model;
}

RC_GTEST_PROP(SpellingLaws, TrainingTellsEveryFeatureByTheDefinition, ()) {
  const SpelledModel model = AnyModel();
  if (model.row_of.empty()) return;
  const std::u32string text = AnyText(14);
  std::vector<Row> rows;
  for (const float idf : model.draft.idf) rows.push_back({idf, 0});
  Vocabulary vocabulary{
      model.draft.shape, model.draft.slots, rows, 0, 0, {1, model.draft.block_weight[1]}};
  Scratch scratch;
  Vectorize(vocabulary, text, scratch);
  Values told;
  for (const Hit& hit : scratch.hits) told[hit.row] += static_cast<double>(hit.value);
  Expected expected = ByDefinition(model, text);
  expected.words.merge(expected.characters);
  RC_ASSERT(told.size() == expected.words.size());
  for (const auto& [row, value] : expected.words) RC_ASSERT(std::abs(told[row] - value) < 1e-4);
}

// Weights are kept in steps of their row's largest / 127; half a step may be missing.
double Step(const SpelledModel& model, std::uint32_t row) {
  double most = 0;
  for (std::size_t i = 0; i < kSpelledLabels; ++i) {
    const float weight = model.draft.weights[row * kSpelledLabels + i];
    most = std::max(most, std::abs(static_cast<double>(weight)));
  }
  return most / 127;
}

RC_GTEST_PROP(SpellingLaws, ServingComesToWhatWasTrained, ()) {
  const SpelledModel model = AnyModel();
  if (model.row_of.empty()) return;
  const auto opened = *OpenModel(*Encode(model.draft));
  const std::u32string text = AnyText(14);
  Scratch scratch;
  const auto sums = Score(*opened, text, scratch);
  double error = 1e-4;
  for (const Hit& hit : scratch.hits) {
    error += static_cast<double>(hit.value) * Step(model, hit.row) / 2;
  }
  const Expected expected = ByDefinition(model, text);
  for (std::size_t label = 0; label < kSpelledLabels; ++label) {
    double sum = 0;
    for (const Values* values : {&expected.words, &expected.characters}) {
      for (const auto& [row, value] : *values) {
        sum += value * static_cast<double>(model.draft.weights[row * kSpelledLabels + label]);
      }
    }
    RC_ASSERT(std::abs(sum - static_cast<double>(sums[label])) <= error);
  }
}

RC_GTEST_PROP(SpellingLaws, EvidenceSharesOutAllThatTheLabelGot, ()) {
  const SpelledModel model = AnyModel();
  if (model.row_of.empty()) return;
  const auto opened = *OpenModel(*Encode(model.draft));
  const FoldedText text = Plain(AnyText(14));
  Scratch scratch;
  const auto sums = Score(*opened, text.folded, scratch);
  const std::vector<float> before(sums.begin(), sums.end());
  for (std::uint32_t label = 0; label < kSpelledLabels; ++label) {
    FindTipping(*opened, text, label, 4, scratch);
    double shared = 0;
    for (const float place : scratch.places) shared += static_cast<double>(place);
    RC_ASSERT(std::abs(shared - static_cast<double>(before[label])) < 1e-3);
  }
}

}  // namespace
}  // namespace recourse::classify
