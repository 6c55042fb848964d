#include "services/classify/domain/match.h"

#include <gtest/gtest.h>

namespace recourse::classify {
namespace {

bool Finds(const std::u32string& term, std::u32string_view text) {
  return FindTerms(Lexicon({term}), text).Has(0);
}

TEST(MatchTest, AnEnglishTermIsAWholeWord) {
  EXPECT_TRUE(Finds(U"card", U"my card, please"));
  EXPECT_FALSE(Finds(U"card", U"discard it"));
  EXPECT_FALSE(Finds(U"card", U"two cards"));
  EXPECT_FALSE(Finds(U"card", U"card2"));
}

TEST(MatchTest, AnAccentedLetterBelongsToTheWord) {
  EXPECT_FALSE(Finds(U"caf", U"café"));
  EXPECT_FALSE(Finds(U"e", U"e\u0301"));
}

TEST(MatchTest, AChineseTermIsFoundAnywhere) {
  EXPECT_TRUE(Finds(U"卡", U"我的信用卡被降额"));
  EXPECT_TRUE(Finds(U"被盗", U"card被盗了"));
}

TEST(MatchTest, AnEnglishTermStandsAloneBesideChinese) {
  EXPECT_TRUE(Finds(U"app", U"你们的app打不开"));
  EXPECT_FALSE(Finds(U"app", U"我的apple打不开"));
}

TEST(MatchTest, OnlyTheLatinEndOfAMixedTermMindsItsNeighbour) {
  EXPECT_TRUE(Finds(U"u盾", U"我的u盾abc"));
  EXPECT_FALSE(Finds(U"u盾", U"menu盾"));
}

TEST(MatchTest, ATermThatIsHiddenInAWordIsStillFoundLater) {
  const Lexicon lexicon({U"card"});
  const Found found = FindTerms(lexicon, U"discard my card and the card");
  ASSERT_TRUE(found.Has(0));
  EXPECT_EQ(found.At(0), 11U);  // the first that stands alone
}

}  // namespace
}  // namespace recourse::classify
