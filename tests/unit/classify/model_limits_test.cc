#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "services/classify/domain/model/score.h"
#include "services/classify/domain/model/tipping.h"
#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "tests/unit/classify/model_values.h"
#include "tests/unit/classify/spelled_model.h"

// What a text may be at most, and what nobody would write: work in proportion to the text, an
// answer that is a probability, evidence inside of it. What it costs is counted by
// tests/bench/run instructions.
namespace recourse::classify {
namespace {

constexpr std::size_t kTextBytesMax = 65'536;  // of a feedback

std::string Repeated(const std::string& piece) {
  std::string text;
  while (text.size() + piece.size() <= kTextBytesMax) text += piece;
  return text;
}

std::vector<std::string> Strange() {
  std::string marks = "card";
  while (marks.size() + 2 <= kTextBytesMax) marks += "\u0301";
  return {"",
          "a",
          "卡",
          "\U0001F621",
          " ",
          "\u200B",
          Repeated("\U0001F621\u2764\uFE0F "),
          Repeated("card 卡 карта κάρτα การ์ด カード 카드 \u0915\u093E\u0930\u094D\u0921 "),
          marks,
          Repeated("c\u0301\u0316a\u0335r\u0301d\u0316 "),
          Repeated("c a r d "),
          Repeated("卡"),
          Repeated("a"),
          Repeated("9"),
          Repeated("\u0430\u0441"),
          Repeated("'"),
          Repeated("\u3000"),
          Repeated("银行 card,"),
          std::string(kTextBytesMax, '\n'),
          std::string(kTextBytesMax, '\0')};
}

DraftModel Draft() {
  DraftModel draft = WordModel({{U"card", {1, -1, 1, 0, 0}},
                                {U"卡", {0, 0, 1, -1, 0}},
                                {U"a", {0.5F, 0, 0, 0, 1}},
                                {U"\U0001F621", {1, -1, 0, 0, 0}}});
  draft.shape = {3, 1, 8, 3, 8};  // wide: many features a character
  return draft;
}

FoldedText Fold(const std::string& text) {
  const auto folded = *FoldDisguised(text);
  FoldedText made{folded.text, {}};
  for (const auto& range : folded.origin) made.origin.push_back({range.begin, range.end});
  return made;
}

TEST(ModelLimitsTest, FeaturesGrowWithTheTextAndNotFaster) {
  const FeatureShape widest{kOrderMax, 1, kOrderMax, kOrderMax, kOrderMax};
  std::vector<Token> tokens;
  std::vector<Feature> features;
  for (const std::string& text : Strange()) {
    const std::u32string folded = Fold(text).folded;
    // NFKC makes at most 18 code points of one (U+FDFA), and none of these is such a one.
    EXPECT_LE(folded.size(), CountCodePoints(text) * 2);
    Tokenize(folded, tokens);
    FindFeatures(folded, tokens, widest, features);
    EXPECT_LE(features.size(), folded.size() * kOrderMax * 5);
  }
}

TEST(ModelLimitsTest, EveryTextGetsProbabilitiesAndEvidenceInsideOfIt) {
  const auto model = *OpenModel(*Encode(Draft()));
  Scratch scratch;
  std::vector<float> probabilities;
  for (const std::string& text : Strange()) {
    const FoldedText folded = Fold(text);
    const auto sums = Score(*model, folded.folded, scratch);
    for (const Head& head : model->heads()) {
      Probabilities(*model, head, sums, probabilities);
      const float all = std::accumulate(probabilities.begin(), probabilities.end(), 0.0F);
      EXPECT_NEAR(all, 1, 1e-5F);
      for (const float p : probabilities) EXPECT_TRUE(p >= 0 && p <= 1);
    }
    const std::size_t points = CountCodePoints(text);
    for (const Tipping& one : FindTipping(*model, folded, 0, 8, scratch)) {
      EXPECT_TRUE(one.span.begin < one.span.end && one.span.end <= points);
      EXPECT_TRUE(std::isfinite(one.weight));
    }
  }
}

std::size_t CapacityOf(const Scratch& s) {
  return s.tokens.capacity() + s.rows.capacity() + s.hits.capacity() + s.occurrences.capacity() +
         s.seen.capacity() + s.pieces.capacity() + s.pending.capacity() + s.strangers.capacity() +
         s.sums.capacity() + s.places.capacity();
}

TEST(ModelLimitsTest, TextsLikeThoseBeforeAllocateNothing) {
  const auto model = *OpenModel(*Encode(Spell(U"my card is lost, 卡 吞", {2, 2, 5, 3, 1}).draft));
  Scratch scratch;
  std::vector<std::u32string> texts;
  for (const std::string& text : Strange()) texts.push_back(Fold(text).folded);
  texts.push_back(U"my card is lost again and again, 卡吞了 stranger");
  for (const std::u32string& text : texts) Score(*model, text, scratch);
  const std::size_t capacity = CapacityOf(scratch);
  for (const std::u32string& text : texts) Score(*model, text, scratch);
  EXPECT_EQ(CapacityOf(scratch), capacity);
}

TEST(ModelLimitsTest, AWordAmong64KiBOfOthersStillCounts) {
  const auto model = *OpenModel(*Encode(Draft()));
  Scratch scratch;
  std::string text = Repeated("zyx 猫 ");
  text.resize(text.size() - 8);
  const auto without = Score(*model, Fold(text).folded, scratch)[0];
  const auto with = Score(*model, Fold(text + " card").folded, scratch)[0];
  EXPECT_GT(with, without);
}

}  // namespace
}  // namespace recourse::classify
