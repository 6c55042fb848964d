#include "services/classify/domain/decide.h"

#include <gtest/gtest.h>

#include "services/classify/domain/scorer.h"
#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

const Timestamp kNoon{std::chrono::hours(12)};
const FeedbackId kFeedback(NamedUuid(kRecourseSpace, "f1"));

Policy Rules(std::int64_t version = 7) {
  WrittenRules written;
  written.categories = {Category("card"), Category("loan"), OtherCategory()};
  written.rules = {RuleOf("r1", "card", {U"卡"})};
  written.rules[0].verdict.severity = Severity::kHigh;
  written.rules[0].verdict.dimension = Dimension::kReliability;
  return Compile(written, version);
}

FeedbackReceived Received(const std::u32string& text, const Scores& scores = {}) {
  Feedback feedback;
  feedback.feedback_id = kFeedback;
  feedback.source_id = SourceId("hotline");
  return {feedback, Plain(text), scores, {}};
}

Scores CategoryScores(const std::string& category, double probability) {
  Estimate estimate;
  estimate.label = category;
  estimate.probability = probability;
  return {{estimate}, ModelVersion("m1")};
}

Classification Made(const Decision& decision) {
  return std::get<FeedbackClassified>(decision.facts.at(0)).kept.classification;
}

TEST(DecideTest, ARuleDecidesWithCertaintyAndEvidence) {
  const Classification made = Made(Decide({}, Received(U"吞卡了"), kNoon, Rules()));
  EXPECT_EQ(made.category, Category("card"));
  EXPECT_EQ(made.category_probability, 1);
  EXPECT_EQ(made.severity, Severity::kHigh);
  EXPECT_EQ(made.dimension, Dimension::kReliability);
  EXPECT_EQ(made.rule_id, RuleId("r1"));
  EXPECT_EQ(made.rules_version, 7);
  EXPECT_EQ(made.evidence, (std::vector<Evidence>{{{1, 2}, U"卡"}}));
}

TEST(DecideTest, ARuleWinsOverAModel) {
  const Scores scores = CategoryScores("loan", 0.99);
  const Classification made = Made(Decide({}, Received(U"卡", scores), kNoon, Rules()));
  EXPECT_EQ(made.category, Category("card"));
  EXPECT_EQ(made.model_version, ModelVersion("m1"));
}

TEST(DecideTest, WithoutARuleTheModelDecides) {
  const Scores scores = CategoryScores("loan", 0.8);
  const Classification made = Made(Decide({}, Received(U"利率", scores), kNoon, Rules()));
  EXPECT_EQ(made.category, Category("loan"));
  EXPECT_EQ(made.category_probability, 0.8);
  EXPECT_EQ(made.rule_id, RuleId());
}

TEST(DecideTest, WhatWasPreparedByTheSameRulesStands) {
  FeedbackReceived received = Received(U"吞卡了");
  received.prepared = Classification();
  received.prepared->rules_version = 7;
  received.prepared->category = Category("loan");
  EXPECT_EQ(Made(Decide({}, received, kNoon, Rules(7))), *received.prepared);
}

TEST(DecideTest, WhatOtherRulesPreparedIsAskedAnew) {
  FeedbackReceived received = Received(U"吞卡了");
  received.prepared = Classify(received.text, {}, Policy(), received.feedback);
  EXPECT_EQ(received.prepared->category, OtherCategory());
  const Classification made = Made(Decide({}, received, kNoon, Rules(8)));
  EXPECT_EQ(made.category, Category("card"));
  EXPECT_EQ(made.rules_version, 8);
}

TEST(DecideTest, BothTiersThatWereAskedAreNamed) {
  Scores scores = CategoryScores("loan", 0.8);
  EXPECT_EQ(Made(Decide({}, Received(U"利率", scores), kNoon, Rules())).second_model_version,
            ModelVersion());
  scores.second_model_version = ModelVersion("m2");
  const Classification made = Made(Decide({}, Received(U"利率", scores), kNoon, Rules()));
  EXPECT_EQ(made.model_version, ModelVersion("m1"));
  EXPECT_EQ(made.second_model_version, ModelVersion("m2"));
}

TEST(DecideTest, WhatWasChosenAtTheTakingDownStandsAndTheRuleSaysTheRest) {
  FeedbackReceived received = Received(U"吞卡了");
  received.feedback.stated_category = Category("loan");
  const Classification made = Made(Decide({}, received, kNoon, Rules()));
  EXPECT_EQ(made.category, Category("loan"));
  EXPECT_TRUE(made.category_stated);
  EXPECT_EQ(made.category_probability, 1);
  EXPECT_EQ(made.severity, Severity::kHigh);
  EXPECT_TRUE(made.evidence.empty()) << "those words speak for another category";
}

TEST(DecideTest, AChoiceThatTheTaxonomyDoesNotHaveIsNone) {
  FeedbackReceived received = Received(U"吞卡了");
  received.feedback.stated_category = Category("weather");
  const Classification made = Made(Decide({}, received, kNoon, Rules()));
  EXPECT_EQ(made.category, Category("card"));
  EXPECT_FALSE(made.category_stated);
}

TEST(DecideTest, ACategoryThatTheTaxonomyDoesNotHaveIsOther) {
  const Scores scores = CategoryScores("gone", 0.8);
  const Classification made = Made(Decide({}, Received(U"利率", scores), kNoon, Rules()));
  EXPECT_EQ(made.category, OtherCategory());
  EXPECT_EQ(made.category_probability, 0);
}

TEST(DecideTest, WhatNobodyKnowsIsAComplaintOfCategoryOther) {
  const Classification made = Made(Decide({}, Received(U"嗯"), kNoon, Policy{}));
  EXPECT_EQ(made.category, OtherCategory());
  EXPECT_EQ(made.category_probability, 0);
  EXPECT_EQ(made.type, FeedbackType::kComplaint);
  EXPECT_EQ(made.model_version, ModelVersion("none"));
  EXPECT_EQ(made.rules_version, 0);
}

TEST(DecideTest, HearingOfItAgainChangesNothingEvenUnderOtherRules) {
  const Decision first = Decide({}, Received(U"卡"), kNoon, Rules());
  EXPECT_EQ(Decide(first.changed, Received(U"卡"), kNoon, Rules(8)), Decision{});
}

TEST(DecideTest, KeepsWhatItSays) {
  const Decision decision = Decide({}, Received(U"卡"), kNoon, Rules());
  const auto& fact = std::get<FeedbackClassified>(decision.facts.at(0));
  EXPECT_EQ(decision.changed, (View{{kFeedback, fact.kept}}));
  EXPECT_EQ(fact.kept.ordinal, 1);
  EXPECT_EQ(fact.kept.recorded_time, kNoon);
  EXPECT_EQ(fact.feedback, Received(U"卡").feedback);
  EXPECT_EQ(Domain::KeysOf(Received(U"卡")), std::vector{kFeedback});
}

TEST(DecideTest, TheAbsentModelKnowsNothingAndSaysSo) {
  EXPECT_EQ(NoModel().Score("卡"), (Scores{{}, ModelVersion("none")}));
}

}  // namespace
}  // namespace recourse::classify
