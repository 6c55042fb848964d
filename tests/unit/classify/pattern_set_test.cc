#include "services/classify/adapters/pattern_set.h"

#include <gtest/gtest.h>

#include <utility>

namespace recourse::classify {
namespace {

// "usable", or what is wrong.
std::string WhyNot(const std::string& pattern) {
  PatternCompiler compiler;
  const auto added = compiler.Add(pattern);
  if (!added.ok()) return std::string(added.status().message());
  const auto set = std::move(compiler).Finish();
  return set.ok() ? "usable" : std::string(set.status().message());
}

std::shared_ptr<const PatternSet> SetOf(const std::vector<std::string>& patterns) {
  PatternCompiler compiler;
  for (const std::string& pattern : patterns) EXPECT_TRUE(compiler.Add(pattern).ok()) << pattern;
  auto set = std::move(compiler).Finish();
  EXPECT_TRUE(set.ok()) << set.status();
  return *std::move(set);
}

std::vector<bool> Matched(const std::vector<std::string>& patterns, std::u32string_view text) {
  return SetOf(patterns)->Matched(text);
}

FoldedSpan First(const std::string& pattern, std::u32string_view text) {
  return SetOf({pattern})->FirstOf({0}, text).at(0);
}

TEST(PatternSetTest, SaysOfEachPatternWhetherItMatches) {
  EXPECT_EQ(Matched({"卡.?号", "\\d{4}", "pin"}, U"卡的号是1234"),
            (std::vector<bool>{true, true, false}));
  EXPECT_EQ(Matched({"卡.?号", "\\d{4}", "pin"}, U""), (std::vector<bool>{false, false, false}));
}

TEST(PatternSetTest, CaseDoesNotMatter) {
  EXPECT_EQ(Matched({"CARD", "Ä", "[A-C]1", "КАРТА"}, U"card ä b1 карта"),
            (std::vector<bool>{true, true, true, true}));
}

TEST(PatternSetTest, TheEndsOfAPatternAreThoseOfTheTextAndADotStaysInItsLine) {
  EXPECT_EQ(Matched({"^b", "a$", "a.b", "(?s)a.b", "(?m)^b$"}, U"a\nb"),
            (std::vector<bool>{false, false, false, true, true}));
}

TEST(PatternSetTest, AWordBoundaryStandsBetweenLatinAndChinese) {
  EXPECT_EQ(Matched({"\\bcard\\b"}, U"我的card不见了"), std::vector<bool>{true});
  EXPECT_EQ(Matched({"\\bcard\\b"}, U"discard"), std::vector<bool>{false});
}

TEST(PatternSetTest, TellsTheFirstMatchInCodePoints) {
  EXPECT_EQ(First("卡.号", U"😡我的卡的号,卡的号"), (FoldedSpan{3, 6}));
  EXPECT_EQ(First("a+", U"卡baaab"), (FoldedSpan{2, 5}));
  EXPECT_EQ(First("a|ab", U"ab"), (FoldedSpan{0, 1})) << "the first alternative, as in Perl";
  const FoldedSpan nothing = First("\\b", U"卡a");
  EXPECT_EQ(nothing.begin, nothing.end) << "a place has no characters to show";
}

TEST(PatternSetTest, TheSamePatternIsTheSameOne) {
  PatternCompiler compiler;
  EXPECT_EQ(*compiler.Add("a"), 0U);
  EXPECT_EQ(*compiler.Add("b"), 1U);
  EXPECT_EQ(*compiler.Add("a"), 0U);
}

TEST(PatternSetTest, NoPatternsAreNoSet) {
  const auto set = PatternCompiler().Finish();
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(*set, nullptr);
}

TEST(PatternSetTest, RefusesWhatCannotBeCompiled) {
  for (const char* pattern : {"[a-z", "(a", "a)", "a**", "(?=a)b", "(a)\\1", "a{1001}",
                              "((a{100}){100}){100}", "\\pX", "[z-a]", "a\\"}) {
    EXPECT_TRUE(WhyNot(pattern).starts_with("cannot be compiled: "))
        << pattern << ": " << WhyNot(pattern);
  }
}

TEST(PatternSetTest, RefusesWhatNeedsTooMuchMemory) {
  EXPECT_EQ(WhyNot("\\pL{1000}"), "cannot be compiled: pattern too large - compile failed");
  EXPECT_EQ(WhyNot("\\p{Han}{2,4}"), "usable");
}

TEST(PatternSetTest, RefusesWhatMatchesEveryText) {
  for (const char* pattern : {"a*", "", "^", "$", "x?", "|a", "(?:)", "\\Q\\E"}) {
    EXPECT_EQ(WhyNot(pattern), "matches the empty text, and so every text") << pattern;
  }
}

TEST(PatternSetTest, RefusesSingleBytes) {
  EXPECT_EQ(WhyNot("\\C"), "has \\C, which cuts characters: write . instead");
  EXPECT_EQ(WhyNot("a\\\\\\Cb"), "has \\C, which cuts characters: write . instead");
  EXPECT_EQ(WhyNot("\\Qa\\E\\C"), "has \\C, which cuts characters: write . instead");
  EXPECT_EQ(WhyNot("\\\\C"), "usable") << "a backslash and a C";
  EXPECT_EQ(WhyNot("\\Q\\C\\E"), "usable") << "the same, quoted";
  EXPECT_EQ(WhyNot("\\Q\\C"), "usable") << "quoted to the end";
}

TEST(PatternSetTest, RefusesWhatNoFoldedTextHas) {
  EXPECT_EQ(WhyNot("x+ＣＡ"), "has \"Ｃ\", which no folded text has: write \"c\"");
  EXPECT_EQ(WhyNot("卡？"), "has \"？\", which no folded text has: write \"\\?\"");
  EXPECT_EQ(WhyNot("straße"), "has \"ß\", which no folded text has: write \"ss\"");
  EXPECT_EQ(WhyNot("a\u200b"), "has \"a\u200b\", which no folded text has: write \"a\"");
  EXPECT_EQ(WhyNot("\u200ba"),
            "has an invisible character, which no folded text has, after 0 others: leave it out");
  EXPECT_EQ(WhyNot("é"), "usable");
  EXPECT_EQ(WhyNot("É"), "usable");
  EXPECT_EQ(WhyNot("[一-龥]{2}号"), "usable");
}

TEST(PatternSetTest, RefusesWhatIsNotUtf8) {
  EXPECT_TRUE(WhyNot("a\xff").starts_with("cannot be compiled: ")) << WhyNot("a\xff");
  EXPECT_NE(WhyNot("\xed\xa0\x80"), "usable") << "half of a pair of UTF-16";
}

TEST(PatternSetTest, LimitsAllPatternsTogether) {
  PatternCompiler compiler;
  for (int i = 0; i < 120; ++i) {
    ASSERT_TRUE(compiler.Add(std::to_string(i) + std::string(900, 'a')).ok()) << i;
  }
  const auto set = std::move(compiler).Finish();
  ASSERT_FALSE(set.ok());
  EXPECT_NE(set.status().message().find("at most 50000 are allowed"), std::string::npos)
      << set.status();
}

// With backtracking each of these takes for ever.
TEST(PatternSetTest, HostilePatternsAndTextsTakeLinearTime) {
  const std::vector<std::string> patterns = {"(a+)+$", "(a|a)*$b", "(.*a){20}b", "(a?){50}a{50}c"};
  const std::u32string text = std::u32string(kPatternCodePointsMax - 1, U'a') + U"!";
  EXPECT_EQ(Matched(patterns, text), (std::vector<bool>{false, false, false, false}));
  EXPECT_EQ(First("(a+)+!", text), (FoldedSpan{0, kPatternCodePointsMax}));
  EXPECT_EQ(Matched(patterns, std::u32string(65'536, U'a')),
            (std::vector<bool>{true, false, false, false}));
}

TEST(PatternSetTest, SeesTheBeginningOfALongText) {
  const std::u32string text = std::u32string(kPatternCodePointsMax - 1, U'卡') + U"号b";
  EXPECT_EQ(Matched({"号", "b", "号$"}, text), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(First("号", text), (FoldedSpan{kPatternCodePointsMax - 1, kPatternCodePointsMax}));
}

TEST(PatternSetTest, WhateverTheTextHasIsText) {
  const std::u32string text = U"\u0001\uFFFD\U0010FFFF\u0301卡";
  EXPECT_EQ(Matched({"卡$"}, text), std::vector<bool>{true});
  EXPECT_EQ(First("卡", text), (FoldedSpan{4, 5}));
}

}  // namespace
}  // namespace recourse::classify
