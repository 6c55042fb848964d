#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "services/classify/domain/model/accumulate.h"
#include "services/classify/domain/model/score.h"
#include "services/classify/domain/model/tipping.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "tests/unit/classify/model_values.h"

namespace recourse::classify {
namespace {

std::u32string AnyOf(const std::u32string& letters, int least, int most) {
  const auto size = *rc::gen::inRange(least, most + 1);
  std::u32string text;
  for (int i = 0; i < size; ++i) text += *rc::gen::elementOf(letters);
  return text;
}

// As people write who do not want to be read: other scripts, marks, gaps, full width, tradition.
const std::u32string kWritten =
    U"caArd . -\u0430\u0421\u0412\u03BF\u0301\u0316\u0335\u200B\u00AD卡銀行 　ｂ１1!!éﬁ😡я\u0E33";

RC_GTEST_PROP(DisguiseLaws, OriginsLieInTheTextInOrder, ()) {
  const std::string text = ToUtf8(AnyOf(kWritten, 0, 60));
  const auto folded = FoldDisguised(text);
  RC_ASSERT(folded.ok());
  RC_ASSERT(folded->origin.size() == folded->text.size());
  const std::size_t size = CountCodePoints(text);
  std::uint32_t before = 0;
  for (const CodePointRange& range : folded->origin) {
    RC_ASSERT(range.begin < range.end && range.end <= size);
    RC_ASSERT(range.begin >= before);
    before = range.begin;
  }
}

RC_GTEST_PROP(DisguiseLaws, WhatIsUndoneStaysUndone, ()) {
  const auto once = FoldDisguised(ToUtf8(AnyOf(kWritten, 0, 40)));
  const auto twice = FoldDisguised(ToUtf8(once->text));
  // Runs that only appear when something between them went may shrink once more, never grow.
  RC_ASSERT(twice->text.size() <= once->text.size());
}

RC_GTEST_PROP(DisguiseLaws, AWordIsFoundUnderAnyDisguise, ()) {
  const std::u32string word = U"card";
  const std::map<char32_t, std::u32string> alike = {
      {U'c', U"cC\u0441\u0421ｃ"}, {U'a', U"aA\u0430ａà"}, {U'r', U"rRｒ"}, {U'd', U"dDｄ"}};
  std::u32string written;
  for (const char32_t letter : word) {
    written += *rc::gen::elementOf(alike.at(letter));
    written +=
        *rc::gen::elementOf(std::vector<std::u32string>{U"", U"\u200B", U"\u0336", U"\u00AD"});
  }
  const auto folded = FoldDisguised(ToUtf8(U"my " + written + U" is lost"));
  RC_ASSERT(ToUtf8(folded->text) == "my card is lost");
}

const std::vector<std::u32string> kVocabulary = {U"card", U"lost", U"fee", U"卡", U"吞", U"why"};

DraftModel AnyModel() {
  std::map<std::u32string, std::vector<float>> words;
  for (const auto& word : kVocabulary) {
    for (int i = 0; i < 5; ++i) {
      words[word].push_back(static_cast<float>(*rc::gen::inRange(-1000, 1001)) / 500);
    }
  }
  return WordModel(words);
}

std::u32string AnyText(int words_max) {
  std::u32string text;
  const auto count = *rc::gen::inRange(0, words_max + 1);
  for (int i = 0; i < count; ++i) {
    text += *rc::gen::elementOf(kVocabulary);
    text += *rc::gen::elementOf(std::vector<std::u32string>{U" ", U", ", U" zyx "});
  }
  return text;
}

RC_GTEST_PROP(ScoreLaws, SumsAreThoseOfThePlainFormula, ()) {
  const DraftModel draft = AnyModel();
  const auto model = *OpenModel(*Encode(draft));
  const std::u32string text = AnyText(12);
  std::map<std::uint64_t, int> counts;
  std::vector<Token> tokens;
  Tokenize(text, tokens);
  for (const auto& token : tokens) {
    const std::u32string word = text.substr(token.begin, token.end - token.begin);
    if (std::find(kVocabulary.begin(), kVocabulary.end(), word) == kVocabulary.end()) continue;
    ++counts[HashOfWord(word)];
  }
  double squares = 0;
  std::vector<double> expected(5, 0);
  for (const auto& [hash, count] : counts) squares += std::pow(1 + std::log(count), 2);
  for (const auto& [hash, count] : counts) {
    const auto row = FindRow(model->slots(), hash);
    for (std::size_t label = 0; label < 5; ++label) {
      expected[label] += (1 + std::log(count)) / std::sqrt(squares) *
                         static_cast<double>(draft.weights[row * 5 + label]);
    }
  }
  Scratch scratch;
  const auto sums = Score(*model, text, scratch);
  for (std::size_t label = 0; label < 5; ++label) {
    // Half a step of 2 / 127 a word, and the words of a text are at most sqrt(6) together.
    RC_ASSERT(std::abs(static_cast<double>(sums[label]) - expected[label]) < 0.021);
  }
}

RC_GTEST_PROP(ScoreLaws, OrderAndUnknownWordsDoNotMatterToSingleWords, ()) {
  const auto model = *OpenModel(*Encode(AnyModel()));
  Scratch one, other;
  const auto sums = Score(*model, U"card lost zyx 卡 fee", one);
  const auto same = Score(*model, U"fee 卡 lost card", other);
  for (std::size_t i = 0; i < sums.size(); ++i) RC_ASSERT(std::abs(sums[i] - same[i]) < 1e-5F);
}

RC_GTEST_PROP(ScoreLaws, VectorsGiveTheBitsOfOneNumberAfterTheOther, ()) {
  const auto lanes = static_cast<std::uint32_t>(*rc::gen::inRange(1, 12));
  const std::uint32_t stride = lanes * kLane;
  const std::size_t rows = 20;
  std::vector<std::int8_t> weights(rows * stride);
  for (auto& weight : weights) weight = static_cast<std::int8_t>(*rc::gen::inRange(-127, 128));
  std::vector<Row> scales(rows, {1, 0.0137F});
  std::vector<Hit> hits;
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) {
    hits.push_back({static_cast<std::uint32_t>(*rc::gen::inRange<std::size_t>(0, rows)), 1,
                    static_cast<float>(*rc::gen::inRange(1, 999)) / 777});
  }
  std::vector<float> sums(stride, 0.5F), plain(stride, 0.5F);
  Accumulate(hits, scales, weights, stride, sums);
  for (const Hit& hit : hits) {
    for (std::uint32_t i = 0; i < stride; ++i) {
      volatile float value = hit.value * scales[hit.row].scale;  // rounded, as the kernel does
      volatile float product = value * static_cast<float>(weights[hit.row * stride + i]);
      plain[i] += product;
    }
  }
  RC_ASSERT(sums == plain);
}

RC_GTEST_PROP(ScoreLaws, TippingLiesInsideAndSumsToWhatTheLabelGot, ()) {
  const auto model = *OpenModel(*Encode(AnyModel()));
  const auto folded = FoldDisguised(ToUtf8(AnyText(8)));
  FoldedText text{folded->text, {}};
  for (const auto& range : folded->origin) text.origin.push_back({range.begin, range.end});
  Scratch scratch;
  const auto sums = Score(*model, text.folded, scratch);
  const std::vector<float> before(sums.begin(), sums.end());
  for (std::uint32_t label = 0; label < 5; ++label) {
    float positive = 0;
    for (const Tipping& one : FindTipping(*model, text, label, 100, scratch)) {
      RC_ASSERT(one.span.begin < one.span.end && one.weight > 0);
      positive += one.weight;
    }
    // What spoke for it is at least what is left when all that spoke against it is taken off.
    RC_ASSERT(positive + 1e-4F >= before[label]);
  }
}

RC_GTEST_PROP(ScoreLaws, ProbabilitiesSumToOneAndKeepTheOrder, ()) {
  const auto model = *OpenModel(*Encode(AnyModel()));
  Scratch scratch;
  const auto sums = Score(*model, AnyText(6), scratch);
  std::vector<float> probabilities;
  for (const Head& head : model->heads()) {
    Probabilities(*model, head, sums, probabilities);
    RC_ASSERT(std::abs(std::accumulate(probabilities.begin(), probabilities.end(), 0.0F) - 1) <
              1e-5F);
    for (std::uint32_t i = 1; i < head.labels; ++i) {
      const float lower = sums[head.first_label], higher = sums[head.first_label + i];
      const bool kept = lower <= higher ? probabilities[0] <= probabilities[i]
                                        : probabilities[0] >= probabilities[i];
      RC_ASSERT(kept);
    }
  }
}

}  // namespace
}  // namespace recourse::classify
