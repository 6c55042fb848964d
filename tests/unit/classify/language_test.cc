#include "services/classify/domain/language.h"

#include <gtest/gtest.h>

namespace recourse::classify {
namespace {

TEST(LanguageTest, OneScriptIsItsLanguage) {
  EXPECT_EQ(LanguageOf(U"我的卡被吞了"), Language::kChinese);
  EXPECT_EQ(LanguageOf(U"my card was swallowed"), Language::kEnglish);
}

TEST(LanguageTest, BorrowedWordsDoNotMakeATextBilingual) {
  EXPECT_EQ(LanguageOf(U"你们的app又打不开了"), Language::kChinese);
  EXPECT_EQ(LanguageOf(U"atm吞卡"), Language::kChinese);
  EXPECT_EQ(LanguageOf(U"the counter said 请 and then ignored me"), Language::kEnglish);
}

TEST(LanguageTest, BothAreMultiple) {
  EXPECT_EQ(LanguageOf(U"我要投诉 the staff was very rude to me"), Language::kMultiple);
}

TEST(LanguageTest, WithoutWordsOfEitherItIsUndetermined) {
  EXPECT_EQ(LanguageOf(U""), Language::kUndetermined);
  EXPECT_EQ(LanguageOf(U"12345 !!! 😡"), Language::kUndetermined);
  EXPECT_EQ(LanguageOf(U"カードが使えません"), Language::kUndetermined);
  EXPECT_EQ(LanguageOf(U"где моя карта"), Language::kUndetermined);
}

}  // namespace
}  // namespace recourse::classify
