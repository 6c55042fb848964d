// Rules with patterns as an operator writes them, from their document to the words that are shown.
#include <gtest/gtest.h>

#include "services/classify/adapters/folding.h"
#include "services/classify/adapters/rules_json.h"
#include "services/classify/domain/decide.h"
#include "services/classify/domain/rules.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

Policy Rules(const std::string& rules) {
  const auto written = ReadRules(
      R"({"taxonomy":[{"category":"other","parent":"","name_zh":"其他","name_en":"Other"}],
          "rules":[)" +
      rules + "]}");
  EXPECT_TRUE(written.ok()) << written.status();
  return Compile(*written, 1);
}

// A rule of the category other.
std::string RuleOf(const std::string& id, const std::string& conditions) {
  return R"({"id":")" + id + R"(","category":"other","type":"complaint",)" + conditions + "}";
}

// "rule [begin,end)term ...", or "" where no rule matches.
std::string Shown(const Policy& policy, const std::string& text, const Feedback& feedback = {}) {
  const auto folded = FoldText(text);
  const Classification made = Classify(*folded, Scores{}, policy, feedback);
  std::string shown = made.rule_id.value();
  for (const Evidence& piece : made.evidence) {
    shown += " [" + std::to_string(piece.span.begin) + "," + std::to_string(piece.span.end) + ")" +
             ToUtf8(piece.term);
  }
  return shown;
}

TEST(PatternRulesTest, OneTermOrOnePatternIsEnough) {
  const Policy policy = Rules(RuleOf("r1", R"("any":["冻结"],"patterns":["吞.{0,2}卡","\\d{6}"])"));
  EXPECT_EQ(Shown(policy, "账户冻结"), "r1 [2,4)冻结");
  EXPECT_EQ(Shown(policy, "机器吞了我卡"), "r1 [2,6)吞了我卡");
  EXPECT_EQ(Shown(policy, "单号123456,吞卡,冻结"), "r1 [2,8)123456 [9,11)吞卡 [12,14)冻结");
  EXPECT_EQ(Shown(policy, "卡丢了"), "");
}

TEST(PatternRulesTest, AllNoneAndFieldsHoldBesides) {
  const Policy policy = Rules(RuleOf("r1", R"("patterns":["\\d{4}"],"all":["卡"],"none":["请问"],
                            "fields":{"channel":["sms"]})"));
  Feedback sms;
  sms.channel = Channel("sms");
  EXPECT_EQ(Shown(policy, "卡1234", sms), "r1 [0,1)卡 [1,5)1234");
  EXPECT_EQ(Shown(policy, "卡123", sms), "");
  EXPECT_EQ(Shown(policy, "1234", sms), "");
  EXPECT_EQ(Shown(policy, "请问卡1234", sms), "");
  EXPECT_EQ(Shown(policy, "卡1234"), "");
}

TEST(PatternRulesTest, TheFirstRuleDecidesWhateverItsKind) {
  const Policy policy =
      Rules(RuleOf("r1", R"("any":["贷款"])") + "," +
            RuleOf("r2", R"("patterns":["卡.*贷款|卡"])") + "," + RuleOf("r3", R"("any":["卡"])"));
  EXPECT_EQ(Shown(policy, "卡和贷款"), "r1 [2,4)贷款");
  EXPECT_EQ(Shown(policy, "卡"), "r2 [0,1)卡");
}

TEST(PatternRulesTest, WhatIsShownStandsInTheTextAsWritten) {
  const Policy policy = Rules(RuleOf("r1", R"("patterns":["c.?a.?r.?d\\d*"])"));
  EXPECT_EQ(Shown(policy, "我的ＣＡＲＤ１２不见了"), "r1 [2,8)card12");
  EXPECT_EQ(Shown(policy, "😡C\u200bA\u00adRD!"), "r1 [1,7)card");
  EXPECT_EQ(Shown(policy, "e\u0301 c-a-r-d"), "r1 [3,10)c-a-r-d");
}

TEST(PatternRulesTest, AWholeTextIsShownByItsBeginning) {
  const Policy policy = Rules(RuleOf("r1", R"("patterns":["(?s).+"])"));
  const auto folded = FoldText(std::string(10'000, 'a'));
  const Classification made = Classify(*folded, Scores{}, policy);
  ASSERT_EQ(made.evidence.size(), 1U);
  EXPECT_EQ(made.evidence[0].span, (Span{0, kEvidenceCodePointsMax}));
  EXPECT_EQ(made.evidence[0].term.size(), kEvidenceCodePointsMax);
}

TEST(PatternRulesTest, APlaceBetweenWordsMatchesAndShowsNothing) {
  EXPECT_EQ(Shown(Rules(RuleOf("r1", R"("patterns":["\\b"])")), "card"), "r1");
}

TEST(PatternRulesTest, AMatchThatIsATermIsShownOnce) {
  EXPECT_EQ(Shown(Rules(RuleOf("r1", R"("any":["卡"],"patterns":["卡"])")), "我的卡"),
            "r1 [2,3)卡");
}

TEST(PatternRulesTest, LimitsWhatIsShown) {
  std::string patterns, text;
  for (char c = 'a'; c <= 'z'; ++c) {
    patterns += std::string(c == 'a' ? "\"" : ",\"") + c + "\"";
    text += c;
  }
  const Policy policy = Rules(RuleOf("r1", "\"patterns\":[" + patterns + "]"));
  EXPECT_EQ(Classify(*FoldText(text), Scores{}, policy).evidence.size(), kEvidenceMax);
}

}  // namespace
}  // namespace recourse::classify
