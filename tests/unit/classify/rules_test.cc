#include "services/classify/domain/rules.h"

#include <gtest/gtest.h>

#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

std::string Decides(const WrittenRules& written, const std::u32string& text) {
  const Policy policy = Compile(written, 1);
  const Rule* rule = FirstMatch(policy, FindTerms(policy.lexicon, text));
  return rule == nullptr ? "" : rule->verdict.id.value();
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
  const Policy policy = Compile(written, 1);
  const FoldedText text = Plain(U"冻结了我的卡,卡!");
  const Found found = FindTerms(policy.lexicon, text.folded);
  EXPECT_EQ(EvidenceFor(policy.rules[0], found, policy, text),
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
  const Policy policy = Compile(written, 1);
  const Found found = FindTerms(policy.lexicon, text);
  EXPECT_EQ(EvidenceFor(policy.rules[0], found, policy, Plain(text)).size(), kEvidenceMax);
}

}  // namespace
}  // namespace recourse::classify
