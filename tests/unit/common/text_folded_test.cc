#include <gtest/gtest.h>

#include <string>

#include "services/common/text/folded.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

std::string Folding(std::string_view text) { return ToUtf8(Fold(text)->text); }

// What of the original is behind the first place where `word` stands in the folded text.
std::string Behind(const std::string& original, const std::u32string& word) {
  const Folded folded = *Fold(original);
  const std::size_t at = folded.text.find(word);
  if (at == std::u32string::npos) {
    return "(absent)";
  }
  const auto range = folded.OriginOf(at, word.size());
  return std::string(SliceCodePoints(original, range.begin, range.end - range.begin));
}

TEST(FoldTest, MakesFormsPlainAndCasesOne) {
  EXPECT_EQ(Folding("\uff34\uff32\uff35\uff33\uff34 \uff11\uff13\uff18"), "trust 138");
  EXPECT_EQ(Folding("\ufb01ne Stra\u00dfe"), "fine strasse");
  EXPECT_EQ(Folding("e\u0301E\u0301"), "\u00e9\u00e9");
  EXPECT_EQ(Folding("a\u3000b"), "a b");
}

TEST(FoldTest, TakesOutWhatIsInvisible) {
  EXPECT_EQ(Folding("\u6295\u200b\u8bc9"), "\u6295\u8bc9");
  EXPECT_EQ(Folding("re\u00adfund\ufeff"), "refund");
  EXPECT_EQ(Folding("\u3164"), "");
}

TEST(FoldTest, PointsBackToTheOriginal) {
  EXPECT_EQ(Behind("\u6211\u8981\u6295\u200b\u8bc9\u4f60", U"\u6295\u8bc9"), "\u6295\u200b\u8bc9");
  EXPECT_EQ(Behind("a \ufb01ne day", U"fine"), "\ufb01ne");
  EXPECT_EQ(Behind("my \uff23\uff21\uff32\uff24 is lost", U"card"), "\uff23\uff21\uff32\uff24");
  EXPECT_EQ(Behind("\U00020bb7cafe\u0301!", U"caf\u00e9"), "cafe\u0301");
}

TEST(FoldTest, GivesEachCodePointOneOrigin) {
  const Folded folded = *Fold("\u3231A\u200b");
  EXPECT_EQ(folded.text.size(), folded.origin.size());
  EXPECT_EQ(ToUtf8(folded.text), "(\u682a)a");
  EXPECT_EQ(folded.origin.front(), (CodePointRange{0, 1}));
  EXPECT_EQ(folded.OriginOf(9, 1), (CodePointRange{0, 0}));
  EXPECT_EQ(folded.OriginOf(0, 0), (CodePointRange{0, 0}));
}

TEST(FoldTest, RefusesWhatIsNoUtf8) {
  EXPECT_EQ(Fold("\xff").status().code(), StatusCode::kInvalidArgument);
}

TEST(FoldTest, TakesTenThousandMarksOnOneLetter) {
  std::string zalgo = "a";
  for (int i = 0; i < 10'000; ++i) {
    zalgo += "\u0301";
  }
  EXPECT_EQ(Fold(zalgo + "b")->text.back(), U'b');
}

}  // namespace
}  // namespace recourse
