#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/common/text/disguise.h"
#include "services/common/text/utf8.h"
#include "services/recoursectl/model/disguises.h"

namespace recourse::ctl::model {
namespace {

constexpr char kEnglish[] = "The card was declined twice, and nobody calls me back: why?";
constexpr char kChinese[] = "银行卡被自动柜员机吞了，请尽快处理并赔偿损失。";

std::string Folded(std::string_view text) { return ToUtf8(FoldDisguised(text)->text); }

TEST(DisguisesTest, EachHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (const Disguise disguise : kDisguises) {
    EXPECT_EQ(DisguiseOf(WordOf(disguise)), disguise);
    words.insert(WordOf(disguise));
  }
  EXPECT_EQ(words.size(), std::size(kDisguises));
  EXPECT_FALSE(DisguiseOf("beard"));
}

TEST(DisguisesTest, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  for (const Disguise disguise :
       {Disguise::kZeroWidth, Disguise::kHomoglyphs, Disguise::kZalgo, Disguise::kEmoji}) {
    EXPECT_EQ(Disguised(kEnglish, disguise, 7), Disguised(kEnglish, disguise, 7));
    EXPECT_NE(Disguised(kEnglish, disguise, 7), Disguised(kEnglish, disguise, 8));
  }
}

TEST(DisguisesTest, ChangeTheTextTheyAreMadeFor) {
  for (const Disguise disguise : kDisguises) {
    const bool of_letters = disguise != Disguise::kTraditional && disguise != Disguise::kHomoglyphs;
    if (disguise != Disguise::kTraditional) {
      EXPECT_NE(Disguised(kEnglish, disguise, 1), kEnglish) << WordOf(disguise);
    }
    if (of_letters && disguise != Disguise::kUpperCase && disguise != Disguise::kFullWidth) {
      EXPECT_NE(Disguised(kChinese, disguise, 1), kChinese) << WordOf(disguise);
    }
  }
  EXPECT_EQ(Disguised("银行卡损坏", Disguise::kTraditional, 1), "銀行卡損壞");
  EXPECT_EQ(Disguised("a Card!", Disguise::kUpperCase, 1), "A CARD!");
  EXPECT_EQ(Disguised("a b!", Disguise::kFullWidth, 1), "ａ　ｂ！");
}

// What common/text/disguise.h says is undone leaves nothing of itself behind.
TEST(DisguisesTest, WhatTheClassifierUndoesIsGone) {
  for (const Disguise disguise :
       {Disguise::kFullWidth, Disguise::kTraditional, Disguise::kZeroWidth, Disguise::kHomoglyphs,
        Disguise::kZalgo, Disguise::kUpperCase}) {
    for (const char* const text : {kEnglish, kChinese}) {
      for (std::uint64_t seed = 0; seed < 50; ++seed) {
        EXPECT_EQ(Folded(Disguised(text, disguise, seed)), Folded(text)) << WordOf(disguise);
      }
    }
  }
}

TEST(DisguisesTest, NothingStaysNothing) {
  for (const Disguise disguise : kDisguises) EXPECT_EQ(Disguised("", disguise, 1), "");
}

}  // namespace
}  // namespace recourse::ctl::model
