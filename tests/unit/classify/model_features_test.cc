#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "services/classify/domain/model/features.h"

namespace recourse::classify {
namespace {

struct Found {
  std::vector<Token> tokens;
  std::vector<Feature> features;
};

Found FeaturesOf(const std::u32string& text, const FeatureShape& shape) {
  Found found;
  Tokenize(text, found.tokens);
  FindFeatures(text, found.tokens, shape, found.features);
  return found;
}

// What the features cover, as text, each once.
std::multiset<std::u32string> Covered(const std::u32string& text, const FeatureShape& shape) {
  std::multiset<std::u32string> covered;
  for (const Feature& f : FeaturesOf(text, shape).features) {
    covered.insert(text.substr(f.begin, f.end - f.begin));
  }
  return covered;
}

using Texts = std::multiset<std::u32string>;
constexpr FeatureShape kWords{2, 1, 0, 3, 0};

TEST(FeaturesTest, AWordIsARunOfLettersDigitsAndApostrophesInside) {
  const auto found = FeaturesOf(U"i can't pay £20 x2", kWords);
  std::vector<std::u32string> words;
  const std::u32string text = U"i can't pay £20 x2";
  for (const Token& token : found.tokens) {
    words.push_back(text.substr(token.begin, token.end - token.begin));
  }
  EXPECT_EQ(words, (std::vector<std::u32string>{U"i", U"can't", U"pay", U"£", U"20", U"x2"}));
}

TEST(FeaturesTest, WordsStandAloneAndInPairsOverMarks) {
  EXPECT_EQ(Covered(U"my card, lost", kWords),
            (Texts{U"my", U"card", U"lost", U"my card", U"card, lost", U","}));
}

TEST(FeaturesTest, IdeographsComeInRunsOfOneToThree) {
  EXPECT_EQ(Covered(U"吞卡了", kWords), (Texts{U"吞", U"卡", U"了", U"吞卡", U"卡了", U"吞卡了"}));
}

TEST(FeaturesTest, AnEnglishWordAmongIdeographsIsOneOfTheRun) {
  const auto covered = Covered(U"开app了", kWords);
  EXPECT_EQ(covered.count(U"app"), 1U);
  EXPECT_EQ(covered.count(U"开app"), 1U);
  EXPECT_EQ(covered.count(U"开app了"), 1U);
}

TEST(FeaturesTest, PairsApartSkipWhatStandsBetween) {
  EXPECT_EQ(Covered(U"a b c d", {1, 1, 0, 1, 1}),
            (Texts{U"a", U"b", U"c", U"d", U"a b c", U"b c d"}));
}

TEST(FeaturesTest, CharactersRunInsideTheWordWithItsEnds) {
  // " ab ": two at a time are " a", "ab" and "b ".
  EXPECT_EQ(Covered(U"ab", {1, 2, 2, 1, 0}), (Texts{U"ab", U"a", U"ab", U"b"}));
}

TEST(FeaturesTest, TheSameWordHasTheSameHashWhereverItStands) {
  const auto first = FeaturesOf(U"card lost", {1, 1, 0, 1, 0});
  const auto second = FeaturesOf(U"lost, my card", {1, 1, 0, 1, 0});
  EXPECT_EQ(first.features[0].hash, second.features[3].hash);
  EXPECT_NE(first.features[0].hash, first.features[1].hash);
}

TEST(FeaturesTest, AWordAPairAndAPartOfAWordAreDifferentFeatures) {
  std::set<std::uint64_t> hashes;
  std::size_t count = 0;
  for (const Feature& feature : FeaturesOf(U"to pay a fee", {3, 2, 5, 1, 2}).features) {
    hashes.insert(feature.hash);
    ++count;
  }
  EXPECT_EQ(hashes.size(), count);
}

TEST(FeaturesTest, WordsComeBeforeCharacters) {
  bool characters = false;
  for (const Feature& feature : FeaturesOf(U"lost 卡 card", {2, 2, 4, 3, 0}).features) {
    if (feature.block == Block::kCharacters) characters = true;
    EXPECT_EQ(feature.block == Block::kCharacters, characters);
  }
  EXPECT_TRUE(characters);
}

TEST(FeaturesTest, NothingIsFoundInNothing) {
  EXPECT_TRUE(FeaturesOf(U"", kWords).features.empty());
  EXPECT_TRUE(FeaturesOf(U" \t\u3000\n", {2, 2, 5, 3, 1}).features.empty());
}

}  // namespace
}  // namespace recourse::classify
