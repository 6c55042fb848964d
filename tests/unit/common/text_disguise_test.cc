#include <gtest/gtest.h>

#include <string>

#include "services/common/text/disguise.h"
#include "services/common/text/look_alike.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

std::string Plain(const std::string& text) {
  const auto folded = FoldDisguised(text);
  return folded.ok() ? ToUtf8(folded->text) : "refused";
}

// The part of the original behind the first occurrence of `word` in the folded text.
std::string Behind(const std::string& text, const std::u32string& word) {
  const auto folded = FoldDisguised(text);
  const std::size_t at = folded->text.find(word);
  if (at == std::u32string::npos) return "absent";
  const CodePointRange range = folded->OriginOf(at, word.size());
  return std::string(SliceCodePoints(text, range.begin, range.end - range.begin));
}

TEST(DisguiseTest, LeavesPlainTextAlone) {
  EXPECT_EQ(Plain("my card was declined, why?"), "my card was declined, why?");
  EXPECT_EQ(Plain("银行卡被吞了。"), "银行卡被吞了。");
  EXPECT_EQ(Plain(""), "");
}

TEST(DisguiseTest, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(FoldDisguised("\xff").status().code(), StatusCode::kInvalidArgument);
}

TEST(DisguiseTest, MakesFullWidthAndCapitalsPlain) {
  EXPECT_EQ(Plain("ＣＡＲＤ Card"), "card card");
}

TEST(DisguiseTest, DropsWhatIsNotSeen) { EXPECT_EQ(Plain("c\u200Ba\u00ADr\u2060d"), "card"); }

TEST(DisguiseTest, DropsAccentsAndPilesOfMarksOnLatinLetters) {
  EXPECT_EQ(Plain("réfund"), "refund");
  EXPECT_EQ(Plain("c\u0335\u0321\u0316a\u0334r\u0337\u0300d"), "card");
  EXPECT_EQ(Plain("\u5361\u0336"), "卡");
}

TEST(DisguiseTest, DropsTheOneMarkThatFoldingMakesALetter) {
  EXPECT_EQ(Plain("c\u0345ard\u0301\u0345\u0342"), "card");
  EXPECT_EQ(Plain("ca\u0345\u0308\u0301rd"), "card");
  EXPECT_EQ(Plain("\u5361\u0345"), "卡");
  EXPECT_EQ(Plain("\u03B1\u0345\u03C3"), ToUtf8(U"\u03B1\u03B9\u03C3"));  // Greek spells with it
}

TEST(DisguiseTest, KeepsTheMarksOfScriptsThatSpellWithThem) {
  EXPECT_EQ(Plain("กำลัง"), ToUtf8(U"ก\u0E4Dาลัง"));  // NFKC takes sara am apart
  EXPECT_EQ(Plain("हिन्दी"), "हिन्दी");
}

TEST(DisguiseTest, UnmasksLettersThatLookLatin) {
  EXPECT_EQ(Plain("c\u0430rd"), "card");                // Cyrillic a
  EXPECT_EQ(Plain("\u0421ard"), "card");                // Cyrillic capital Es
  EXPECT_EQ(Plain("my \u0430\u0441\u0435"), "my ace");  // all of the word, in a Latin text
}

TEST(DisguiseTest, AsksACapitalWhatItLooksLikeItself) {
  EXPECT_EQ(LookAlike(U'\u0412'), U'b');  // Cyrillic Ve
  EXPECT_EQ(LookAlike(U'\u0432'), 0U);    // small ve looks like no letter
  EXPECT_EQ(Plain("\u0412ank"), "bank");
}

TEST(DisguiseTest, LeavesRussianAndGreekAsTheyAre) {
  EXPECT_EQ(Plain("моя карта"), "моя карта");
  EXPECT_EQ(Plain("я люблю bank"), "я люблю bank");
  EXPECT_EQ(Plain("κάρτα"), ToUtf8(U"κ\u03ACρτα"));
}

TEST(DisguiseTest, MakesTraditionalIdeographsSimplified) {
  EXPECT_EQ(Plain("銀行卡被盜刷，請賠償損失"), "银行卡被盗刷,请赔偿损失");
}

TEST(DisguiseTest, KnowsTheTraditionalFormOfAnIdeograph) {
  EXPECT_EQ(Traditional(U'银'), U'銀');
  EXPECT_EQ(Traditional(U'卡'), U'卡');
  EXPECT_EQ(Traditional(U'a'), U'a');
  // What is made traditional one by one is made simplified again.
  for (const char32_t c : std::u32string(U"银行卡被盗刷请赔偿损失")) {
    EXPECT_EQ(Simplified(Traditional(c)), c);
  }
}

TEST(DisguiseTest, JoinsLettersThatWereSetApart) {
  EXPECT_EQ(Plain("my c a r d is gone"), "my card is gone");
  EXPECT_EQ(Plain("s.c.a.m!"), "scam!");
  EXPECT_EQ(Plain("f-r-a-u-d"), "fraud");
}

TEST(DisguiseTest, LeavesTwoLettersAndLetteredListsApart) {
  EXPECT_EQ(Plain("i a"), "i a");
  EXPECT_EQ(Plain("a, b, c"), "a, b, c");
  EXPECT_EQ(Plain("i.e. that"), "i.e. that");
  EXPECT_EQ(Plain("1 2 3 4"), "1 2 3 4");
}

TEST(DisguiseTest, JoinsIdeographsOverSpacesAndSigns) {
  EXPECT_EQ(Plain("投 诉 银 行"), "投诉银行");
  EXPECT_EQ(Plain("投诉 　 银行"), "投诉银行");
  EXPECT_EQ(Plain("投-诉-银-行"), "投诉银行");
  EXPECT_EQ(Plain("投诉 bank 银行"), "投诉 bank 银行");
}

TEST(DisguiseTest, CutsRepeatsButNotOfDigits) {
  EXPECT_EQ(Plain("sooooo bad!!!!!!"), "sooo bad!!!");
  EXPECT_EQ(Plain("1000000"), "1000000");
  EXPECT_EQ(Plain("啊啊啊啊啊"), "啊啊啊");
}

TEST(DisguiseTest, EachCodePointKnowsWhereItCameFrom) {
  EXPECT_EQ(Behind("my \u200Bc a r d is", U"card"), "c a r d");
  EXPECT_EQ(Behind("我的銀 行卡", U"银行卡"), "銀 行卡");
  EXPECT_EQ(Behind("so c\u0430rd!", U"card"), "c\u0430rd");
}

TEST(DisguiseTest, APileOf64KiBOfMarksIsFoldedAndGone) {
  std::string pile = "card";
  while (pile.size() < 65'536) pile += "\u0301\u0316";  // of two classes: the normaliser sorts them
  EXPECT_EQ(Plain(pile), "card");
}

}  // namespace
}  // namespace recourse
