#include "services/classify/domain/correction.h"

#include <gtest/gtest.h>

#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

const Timestamp kNoon{std::chrono::hours(12)};
const Timestamp kOne{std::chrono::hours(13)};
const FeedbackId kFeedback(NamedUuid(kRecourseSpace, "f1"));

Policy Taxonomy() {
  WrittenRules written;
  written.categories = {Category("card"), Category("loan"), OtherCategory()};
  return Compile(written, 7);
}

Feedback Known() {
  Feedback feedback;
  feedback.feedback_id = kFeedback;
  feedback.source_id = SourceId("hotline");
  feedback.channel = Channel("phone");
  feedback.text = "the 卡 is gone";
  return feedback;
}

// What a rule made of it.
Kept Machine() {
  Kept kept{1, {}, kNoon, {}, {}};
  Classification& made = kept.classification;
  made.category = Category("card");
  made.category_probability = 0.4;
  made.dimension = Dimension::kReliability;
  made.severity = Severity::kHigh;
  made.rule_id = RuleId("r1");
  made.rules_version = 7;
  made.model_version = ModelVersion("m1");
  made.second_model_version = ModelVersion("m2");
  made.evidence = {{{4, 5}, U"卡"}};
  made.estimates = {{Output::kCategory, "loan", 0.4, true, true, {}}};
  made.triage = true;
  return kept;
}

View Standing() { return {{kFeedback, Machine()}}; }

CorrectionMade Saying(Said said) {
  CorrectionMade made;
  made.feedback = Known();
  made.said = std::move(said);
  made.corrected_by = "olga";
  return made;
}

Said OfCategory(const std::string& category) {
  Said said;
  said.category = Category(category);
  return said;
}

Kept After(const Said& said) {
  return DecideCorrection(Standing(), Saying(said), kOne, Taxonomy()).changed.at(kFeedback);
}

std::string SlugOf(const Decision& decision) {
  return decision.refusal ? decision.refusal->slug : "";
}

std::string SlugOf(const CorrectionMade& made) {
  const Decision decision = DecideCorrection(Standing(), made, kOne, Taxonomy());
  if (decision.refusal) {
    EXPECT_TRUE(decision.changed.empty() && decision.facts.empty()) << decision.refusal->slug;
  }
  return SlugOf(decision);
}

TEST(CorrectionTest, IsTheNextOrdinalOfWhoeverMadeIt) {
  CorrectionMade made = Saying(OfCategory("loan"));
  made.reason = "it is about the rate";
  const Decision decision = DecideCorrection(Standing(), made, kOne, Taxonomy());
  const Kept& kept = decision.changed.at(kFeedback);
  EXPECT_EQ(kept.ordinal, 2);
  EXPECT_EQ(kept.recorded_time, kOne);
  EXPECT_EQ(kept.corrected_by, "olga");
  EXPECT_EQ(kept.reason, "it is about the rate");
  EXPECT_EQ(decision.answer.ordinal, 2);
  ASSERT_EQ(decision.facts.size(), 1U);
  const auto& fact = std::get<FeedbackClassified>(decision.facts[0]);
  EXPECT_EQ(fact.kept, kept);
  EXPECT_EQ(fact.feedback, Known());
}

TEST(CorrectionTest, AnotherCategoryIsCertainNoRulesAndWithoutTheWordsOfTheFormer) {
  const Classification after = After(OfCategory("loan")).classification;
  EXPECT_EQ(after.category, Category("loan"));
  EXPECT_EQ(after.category_probability, 1);
  EXPECT_EQ(after.rule_id, RuleId());
  EXPECT_TRUE(after.evidence.empty());
  EXPECT_FALSE(after.triage);
}

TEST(CorrectionTest, WhatIsNotSaidStaysAsItWas) {
  const Classification before = Machine().classification;
  const Classification after = After(OfCategory("loan")).classification;
  EXPECT_EQ(after.type, before.type);
  EXPECT_EQ(after.dimension, before.dimension);
  EXPECT_EQ(after.severity, before.severity);
  EXPECT_EQ(after.sentiment, before.sentiment);
  EXPECT_EQ(after.language, before.language);
  EXPECT_EQ(after.rules_version, before.rules_version);
  EXPECT_EQ(after.model_version, before.model_version);
  EXPECT_EQ(after.second_model_version, before.second_model_version);
  EXPECT_EQ(after.estimates, before.estimates) << "the model said that, whoever was right";
}

TEST(CorrectionTest, AllThatIsSaidReplaces) {
  const Said said{FeedbackType::kPraise, Category("loan"),         Dimension::kEmpathy,
                  Severity::kLow,        Sentiment::kVeryPositive, false};
  const Classification after = After(said).classification;
  EXPECT_EQ(after.type, FeedbackType::kPraise);
  EXPECT_EQ(after.category, Category("loan"));
  EXPECT_EQ(after.dimension, Dimension::kEmpathy);
  EXPECT_EQ(after.severity, Severity::kLow);
  EXPECT_EQ(after.sentiment, Sentiment::kVeryPositive);
}

TEST(CorrectionTest, AConfirmationChangesNothingButThatAPersonDecided) {
  Said said;
  said.confirmed = true;
  Classification expected = Machine().classification;
  expected.category_probability = 1;
  expected.rule_id = RuleId();
  expected.triage = false;
  EXPECT_EQ(After(said).classification, expected);
}

TEST(CorrectionTest, TheSameCategoryKeepsTheWordsThatSpokeForIt) {
  EXPECT_EQ(After(OfCategory("card")).classification.evidence, Machine().classification.evidence);
}

TEST(CorrectionTest, AnotherCategoryIsNotTheOneThatWasStated) {
  View view = Standing();
  view.at(kFeedback).classification.category_stated = true;
  const auto stated = [&](const Said& said) {
    return DecideCorrection(view, Saying(said), kOne, Taxonomy())
        .changed.at(kFeedback)
        .classification.category_stated;
  };
  EXPECT_TRUE(stated(OfCategory("card")));
  EXPECT_FALSE(stated(OfCategory("loan")));
}

TEST(CorrectionTest, OtherIsOfEveryTaxonomy) {
  EXPECT_EQ(SlugOf(Saying(OfCategory("other"))), "");
  EXPECT_EQ(SlugOf(DecideCorrection(Standing(), Saying(OfCategory("other")), kOne, Policy{})), "");
}

TEST(CorrectionTest, ASecondCorrectionFollowsTheFirst) {
  const Decision first = DecideCorrection(Standing(), Saying(OfCategory("loan")), kOne, Taxonomy());
  CorrectionMade made = Saying(OfCategory("other"));
  made.seen_ordinal = 2;
  const Decision second = DecideCorrection(first.changed, made, kOne, Taxonomy());
  EXPECT_EQ(second.changed.at(kFeedback).ordinal, 3);
  EXPECT_EQ(second.changed.at(kFeedback).classification.category, OtherCategory());
}

TEST(CorrectionTest, WhatWasNotClassifiedCannotBeCorrected) {
  EXPECT_EQ(SlugOf(DecideCorrection({}, Saying(OfCategory("loan")), kOne, Taxonomy())),
            "classification-unknown");
}

TEST(CorrectionTest, AnotherOrdinalThanWasSeenIsRefusedAndTold) {
  CorrectionMade made = Saying(OfCategory("loan"));
  made.seen_ordinal = 2;
  const Decision decision = DecideCorrection(Standing(), made, kOne, Taxonomy());
  EXPECT_EQ(decision.refusal, (Refusal{"classification-changed", {{"ordinal", "1"}}}));
  made.seen_ordinal = 1;
  EXPECT_EQ(SlugOf(made), "");
  made.seen_ordinal = 0;
  EXPECT_EQ(SlugOf(made), "");
}

TEST(CorrectionTest, OneThatSaysNothingIsRefused) {
  EXPECT_EQ(SlugOf(Saying({})), "correction-empty");
}

TEST(CorrectionTest, ACategoryThatTheTaxonomyDoesNotHaveIsRefused) {
  const Decision decision =
      DecideCorrection(Standing(), Saying(OfCategory("weather")), kOne, Taxonomy());
  EXPECT_EQ(decision.refusal, (Refusal{"category-unknown", {}}));
}

TEST(CorrectionTest, AReasonHasAThousandBytesAtMost) {
  CorrectionMade made = Saying(OfCategory("loan"));
  made.reason = std::string(1'000, 'x');
  EXPECT_EQ(SlugOf(made), "");
  made.reason += 'x';
  EXPECT_EQ(SlugOf(made), "reason-too-long");
}

TEST(CorrectionTest, HearingOfTheFeedbackAgainChangesNoCorrection) {
  const View corrected =
      DecideCorrection(Standing(), Saying(OfCategory("loan")), kOne, Taxonomy()).changed;
  FeedbackReceived again;
  again.feedback = Known();
  again.text = Plain(U"卡");
  EXPECT_EQ(Decide(corrected, again, kOne, Taxonomy()), Decision{});
}

TEST(CorrectionTest, IsAboutItsFeedback) {
  EXPECT_EQ(Domain::KeysOf(Saying({})), std::vector{kFeedback});
}

}  // namespace
}  // namespace recourse::classify
