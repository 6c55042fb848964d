#include "services/classify/domain/preview.h"

#include <gtest/gtest.h>

#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

// `card` by the word 卡, of high severity; `loan` by the word 贷.
Policy NewRules() {
  WrittenRules written;
  written.categories = {Category("card"), Category("loan"), OtherCategory()};
  written.rules = {RuleOf("r-card", "card", {U"卡"}), RuleOf("r-loan", "loan", {U"贷"})};
  written.rules[0].verdict.severity = Severity::kHigh;
  return Compile(written, 0);
}

FeedbackReceived Received(const std::string& id, const std::u32string& text) {
  FeedbackReceived received;
  received.feedback.feedback_id = FeedbackId(NamedUuid(kRecourseSpace, id));
  received.text = Plain(text);
  return received;
}

Classification Before(const std::string& category, const std::string& rule) {
  Classification before;
  before.category = Category(category);
  before.rule_id = RuleId(rule);
  return before;
}

TEST(PreviewTest, KnowsEveryRuleBeforeItHasLookedAtAnything) {
  const Preview preview = BeginPreview(NewRules());
  EXPECT_EQ(preview.feedback, 0);
  EXPECT_EQ(preview.rules, (std::map<RuleId, PreviewedRule>{{RuleId("r-card"), {0, 0}},
                                                            {RuleId("r-loan"), {0, 0}}}));
}

TEST(PreviewTest, CountsWhatWouldBeSomethingElse) {
  const Policy policy = NewRules();
  Preview preview = BeginPreview(policy);
  AddToPreview(Received("f1", U"卡"), Before("loan", "r-old"), policy, preview);
  AddToPreview(Received("f2", U"贷"), Before("loan", "r-loan"), policy, preview);
  AddToPreview(Received("f3", U"嗯"), Before("other", ""), policy, preview);
  Classification praise = Before("loan", "r-loan");
  praise.type = FeedbackType::kPraise;
  AddToPreview(Received("f4", U"贷"), praise, policy, preview);
  EXPECT_EQ(preview.feedback, 4);
  EXPECT_EQ(preview.category_changed, 1);
  EXPECT_EQ(preview.type_changed, 1);
  EXPECT_EQ(preview.severity_changed, 1);
  EXPECT_EQ(preview.rules, (std::map<RuleId, PreviewedRule>{{RuleId("r-card"), {0, 1}},
                                                            {RuleId("r-loan"), {2, 2}},
                                                            {RuleId("r-old"), {1, 0}}}));
  ASSERT_EQ(preview.changes.size(), 2U);
  EXPECT_EQ(preview.changes[0].feedback, Received("f1", U"卡").feedback);
  EXPECT_EQ(preview.changes[0].before, Before("loan", "r-old"));
  EXPECT_EQ(preview.changes[0].after.category, Category("card"));
  EXPECT_EQ(preview.changes[1].before, praise);
}

TEST(PreviewTest, TheScoresOfThenSpeakWhereNoRuleDoes) {
  const Policy policy = NewRules();
  Preview preview = BeginPreview(policy);
  FeedbackReceived received = Received("f1", U"利率");
  Estimate estimate;
  estimate.label = "loan";
  estimate.probability = 0.9;
  received.scores = {{estimate}, ModelVersion("m1")};
  AddToPreview(received, Before("card", "r-gone"), policy, preview);
  ASSERT_EQ(preview.changes.size(), 1U);
  EXPECT_EQ(preview.changes[0].after.category, Category("loan"));
  EXPECT_EQ(preview.changes[0].after.model_version, ModelVersion("m1"));
}

TEST(PreviewTest, WhatAPersonChoseAtTheTakingDownStaysChosen) {
  const Policy policy = NewRules();
  Preview preview = BeginPreview(policy);
  FeedbackReceived received = Received("f1", U"卡");
  received.feedback.stated_category = Category("loan");
  Classification before = Before("loan", "r-card");
  before.severity = Severity::kHigh;
  AddToPreview(received, before, policy, preview);
  EXPECT_EQ(preview.feedback, 1);
  EXPECT_TRUE(preview.changes.empty());
}

TEST(PreviewTest, KeepsTheFirstChangesAndCountsAll) {
  const Policy policy = NewRules();
  Preview preview = BeginPreview(policy);
  const std::size_t count = kPreviewedChangesMax + 5;
  for (std::size_t i = 0; i < count; ++i) {
    AddToPreview(Received("f" + std::to_string(i), U"卡"), Before("loan", ""), policy, preview);
  }
  EXPECT_EQ(preview.category_changed, static_cast<std::int64_t>(count));
  ASSERT_EQ(preview.changes.size(), kPreviewedChangesMax);
  EXPECT_EQ(preview.changes[0].feedback, Received("f0", U"卡").feedback);
}

}  // namespace
}  // namespace recourse::classify
