#include "services/classify/adapters/past_feedback_codec.h"

#include <gtest/gtest.h>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "services/classify/adapters/feedback_codec.h"
#include "services/classify/domain/scorer.h"

namespace recourse::classify {
namespace {

FeedbackClassified Fact() {
  Feedback feedback;
  feedback.feedback_id = FeedbackId(NamedUuid(kRecourseSpace, "f1"));
  feedback.customer_id = CustomerId(NamedUuid(kRecourseSpace, "c1"));
  feedback.occurred_time = Timestamp(Duration(1'700'000'000'123));
  feedback.source_id = SourceId("hotline");
  feedback.channel = Channel("phone");
  feedback.text = "我的ＣＡＲＤ被吞";
  feedback.place = Place("海淀");
  feedback.product = Product("p");
  feedback.about_ticket_id = TicketId("t");
  Classification made;
  made.type = FeedbackType::kSuggestion;
  made.category = Category("card");
  made.category_probability = 0.25;
  made.dimension = Dimension::kEmpathy;
  made.sentiment = Sentiment::kVeryNegative;
  made.severity = Severity::kCritical;
  made.language = Language::kMultiple;
  made.rule_id = RuleId("r1");
  made.rules_version = 3;
  made.model_version = ModelVersion("m1");
  made.second_model_version = ModelVersion("m2");
  made.evidence = {{{2, 6}, U"card"}};
  made.estimates = {{Output::kCategory, "loan", 0.5, true, false, {{{7, 8}, U"吞"}}}};
  made.triage = true;
  return {feedback, {1, made, Timestamp(Duration(1'700'000'000'007)), {}, {}}};
}

std::string Written(const FeedbackClassified& fact) {
  const NoModel no_model;
  const RulesStore no_rules;
  return FeedbackCodec(no_model, no_rules).Encode(fact).payload;
}

TEST(PastFeedbackCodecTest, ReadsBackWhatWasSaid) {
  const FeedbackClassified fact = Fact();
  const auto past = ReadPastFeedback(Written(fact));
  ASSERT_TRUE(past.ok()) << past.status();
  ASSERT_TRUE(past->has_value());
  EXPECT_EQ((*past)->made, fact.kept.classification);
  EXPECT_EQ((*past)->received.feedback, fact.feedback);
  EXPECT_EQ((*past)->received.text.folded, U"我的card被吞");
  EXPECT_EQ((*past)->received.scores,
            (Scores{fact.kept.classification.estimates, ModelVersion("m1"), ModelVersion("m2")}));
}

TEST(PastFeedbackCodecTest, AChoiceAtTheTakingDownIsKnownAgain) {
  FeedbackClassified fact = Fact();
  fact.kept.classification.category_stated = true;
  const auto past = ReadPastFeedback(Written(fact));
  ASSERT_TRUE(past.ok() && past->has_value());
  EXPECT_EQ((*past)->received.feedback.stated_category, Category("card"));
}

TEST(PastFeedbackCodecTest, EveryWordIsReadBack) {
  for (const auto type : {FeedbackType::kComplaint, FeedbackType::kEnquiry,
                          FeedbackType::kSuggestion, FeedbackType::kPraise, FeedbackType::kNoise}) {
    for (const auto severity :
         {Severity::kLow, Severity::kNormal, Severity::kHigh, Severity::kCritical}) {
      FeedbackClassified fact = Fact();
      fact.kept.classification.type = type;
      fact.kept.classification.severity = severity;
      const auto past = ReadPastFeedback(Written(fact));
      ASSERT_TRUE(past.ok() && past->has_value());
      EXPECT_EQ((*past)->made, fact.kept.classification);
    }
  }
}

TEST(PastFeedbackCodecTest, ACorrectionIsNotWhatTheMachineMade) {
  FeedbackClassified fact = Fact();
  fact.kept.ordinal = 2;
  const auto past = ReadPastFeedback(Written(fact));
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_FALSE(past->has_value());
}

TEST(PastFeedbackCodecTest, WhatClassifyDidNotWriteIsDataLoss) {
  EXPECT_EQ(ReadPastFeedback("{}").status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(ReadPastFeedback("").status().code(), StatusCode::kDataLoss);
}

}  // namespace
}  // namespace recourse::classify
