#include "services/classify/domain/rules.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

std::string Decides(const WrittenRules& written, const std::u32string& text,
                    const Feedback& feedback = {}) {
  const Policy policy = Compile(written, 1);
  const FoldedText plain = Plain(text);
  const Rule* rule = FirstMatch(Reading(policy, plain, feedback));
  return rule == nullptr ? "" : rule->verdict.id.value();
}

// For the first rule, of a text that it matches.
std::vector<Evidence> EvidenceOf(const WrittenRules& written, const std::u32string& text) {
  const Policy policy = Compile(written, 1);
  const FoldedText plain = Plain(text);
  const Feedback nobody{};
  return EvidenceFor(policy.rules[0], Reading(policy, plain, nobody));
}

TEST(RulesTest, TheFirstRuleThatMatchesDecides) {
  WrittenRules written;
  written.rules = {RuleOf("r1", "loan", {U"贷款"}), RuleOf("r2", "card", {U"卡"}),
                   RuleOf("r3", "other", {U"卡"})};
  EXPECT_EQ(Decides(written, U"银行卡"), "r2");
}

TEST(RulesTest, ARuleNeedsOneOfAnyAndAllOfAllAndNoneOfNone) {
  WrittenRule rule = RuleOf("r1", "card", {U"冻结", U"吞卡"});
  rule.all = {U"卡", U"今天"};
  rule.none = {U"请问"};
  WrittenRules written;
  written.rules = {rule};
  EXPECT_EQ(Decides(written, U"今天卡被冻结"), "r1");
  EXPECT_EQ(Decides(written, U"今天卡丢了"), "");
  EXPECT_EQ(Decides(written, U"卡被冻结"), "");
  EXPECT_EQ(Decides(written, U"请问今天卡被冻结"), "");
}

TEST(RulesTest, WithoutAnyTheRestDecides) {
  WrittenRule rule = RuleOf("r1", "card", {});
  rule.all = {U"卡"};
  WrittenRules written;
  written.rules = {rule};
  EXPECT_EQ(Decides(written, U"卡"), "r1");
}

TEST(RulesTest, EvidenceIsWhatMatchedInTheOrderOfTheText) {
  WrittenRule rule = RuleOf("r1", "card", {U"冻结", U"吞卡"});
  rule.all = {U"卡"};
  WrittenRules written;
  written.rules = {rule};
  EXPECT_EQ(EvidenceOf(written, U"冻结了我的卡,卡!"),
            (std::vector<Evidence>{{{0, 2}, U"冻结"}, {{5, 6}, U"卡"}}));
}

TEST(RulesTest, LimitsEvidence) {
  std::vector<std::u32string> terms;
  std::u32string text;
  for (char32_t c = U'一'; c < U'一' + kEvidenceMax + 5; ++c) {
    terms.push_back(std::u32string(1, c));
    text += c;
  }
  WrittenRules written;
  written.rules = {RuleOf("r1", "card", terms)};
  EXPECT_EQ(EvidenceOf(written, text).size(), kEvidenceMax);
}

// Two patterns, of which the second matches every text; counts how often it was asked.
class CountingPatterns final : public PatternSet {
 public:
  std::vector<bool> Matched(std::u32string_view) const override {
    ++asked;
    return {false, true};
  }
  std::vector<FoldedSpan> FirstOf(const std::vector<PatternIndex>& patterns,
                                  std::u32string_view) const override {
    return std::vector<FoldedSpan>(patterns.size());
  }
  mutable int asked = 0;
};

TEST(RulesTest, PatternsAreLookedForOnceAndOnlyWhereTheRestHolds) {
  const auto patterns = std::make_shared<CountingPatterns>();
  WrittenRule guarded = RuleOf("r1", "card", {});
  guarded.patterns = {1};
  guarded.all = {U"卡"};
  guarded.none = {U"请问"};
  guarded.fields = {{FeedbackField::kChannel, {"sms"}}};
  WrittenRule named = RuleOf("r2", "card", {U"冻结"});
  named.patterns = {0, 1};
  WrittenRules written;
  written.rules = {guarded, named};
  written.patterns = patterns;
  Feedback sms;
  sms.channel = Channel("sms");
  EXPECT_EQ(Decides(written, U"冻结", sms), "r2");
  EXPECT_EQ(Decides(written, U"请问卡冻结", sms), "r2");
  EXPECT_EQ(Decides(written, U"卡冻结"), "r2");
  EXPECT_EQ(patterns->asked, 0) << "a word that is not there, one that must not be, a field";
  EXPECT_EQ(Decides(written, U"卡", sms), "r1");
  EXPECT_EQ(patterns->asked, 1);
  WrittenRule idle = RuleOf("r0", "card", {});
  idle.patterns = {0};
  written.rules = {idle, idle, named};
  EXPECT_EQ(Decides(written, U"贷款"), "r2");
  EXPECT_EQ(patterns->asked, 2) << "once a text, whatever the number of rules";
}

TEST(RulesTest, ARuleAsksForFieldsAndEachHasOneOfItsValues) {
  WrittenRule rule = RuleOf("r1", "card", {U"卡"});
  rule.fields = {{FeedbackField::kChannel, {"mail", "sms"}}, {FeedbackField::kPlace, {"海淀"}}};
  WrittenRules written;
  written.rules = {rule};
  Feedback feedback;
  feedback.channel = Channel("sms");
  feedback.place = Place("海淀");
  EXPECT_EQ(Decides(written, U"卡", feedback), "r1");
  EXPECT_EQ(Decides(written, U"贷款", feedback), "") << "the words are asked for as well";
  feedback.channel = Channel("SMS");
  EXPECT_EQ(Decides(written, U"卡", feedback), "") << "values are exact";
  feedback.channel = Channel("mail");
  feedback.place = Place();
  EXPECT_EQ(Decides(written, U"卡", feedback), "") << "what is not said is no value";
}

TEST(RulesTest, TheLanguageOfARuleIsWhatTheTextShows) {
  WrittenRule rule = RuleOf("r1", "card", {U"card"});
  rule.fields = {{FeedbackField::kLanguage, {"en"}}};
  WrittenRules written;
  written.rules = {rule};
  EXPECT_EQ(Decides(written, U"my card is gone"), "r1");
  EXPECT_EQ(Decides(written, U"我的card不见了"), "");
}

TEST(RulesTest, FieldsAloneMakeARule) {
  WrittenRule rule = RuleOf("r1", "fraud", {});
  rule.fields = {{FeedbackField::kSourceId, {"fraud-line"}},
                 {FeedbackField::kProduct, {"p1", "p2"}}};
  WrittenRules written;
  written.rules = {rule};
  Feedback feedback;
  feedback.source_id = SourceId("fraud-line");
  feedback.product = Product("p2");
  EXPECT_EQ(Decides(written, U"嗯", feedback), "r1");
  EXPECT_EQ(Decides(written, U"嗯"), "");
  EXPECT_TRUE(EvidenceOf(written, U"嗯").empty());
}

}  // namespace
}  // namespace recourse::classify
