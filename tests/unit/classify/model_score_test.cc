#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "services/classify/domain/model/score.h"
#include "services/classify/domain/model/tipping.h"
#include "tests/unit/classify/model_values.h"
#include "tests/unit/classify/plain.h"

namespace recourse::classify {
namespace {

// Weights of a row are kept in steps of its largest / 127: half a step is the error of one.
constexpr float kStep = 0.005F;

std::shared_ptr<const Model> Words() {
  const auto bytes = Encode(WordModel({{U"lost", {1, -1, 0.5F, 0, 0}},
                                       {U"card", {0, 0, 1, -0.5F, -0.5F}},
                                       {U"卡", {0, 0, 1, -0.5F, -0.5F}},
                                       {U"thanks", {-1, 1, 0, 0, 0}}}));
  return *OpenModel(*bytes);
}

TEST(ScoreTest, AddsTheWeightsOfTheWordsOfATextThatIsMadeOneLong) {
  const auto model = Words();
  Scratch scratch;
  const auto sums = Score(*model, U"lost card", scratch);
  const float half = 1 / std::sqrt(2.0F);
  EXPECT_NEAR(sums[0], half, kStep);
  EXPECT_NEAR(sums[1], -half, kStep);
  EXPECT_NEAR(sums[2], 1.5F * half, kStep);
  EXPECT_NEAR(sums[3], -0.5F * half, kStep);
}

TEST(ScoreTest, AWordThatOccursOftenCountsByItsLogarithm) {
  const auto model = Words();
  Scratch scratch;
  const auto sums = Score(*model, U"card card card lost", scratch);
  const float thrice = 1 + std::log(3.0F);
  const float length = std::sqrt(thrice * thrice + 1);
  EXPECT_NEAR(sums[2], (thrice + 0.5F) / length, kStep);
}

TEST(ScoreTest, ATextsPointAddsItsDimensionsToTheWords) {
  DraftModel draft = WordModel({{U"lost", {1, -1, 0, 0, 0}}});
  draft.encoder = "points-1";
  draft.meaning_weight = 2;
  draft.rows_of_meaning = 2;
  draft.idf.resize(3, 1);
  draft.weights.insert(draft.weights.end(), {1, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  const auto model = *OpenModel(*Encode(draft));
  EXPECT_EQ(model->encoder(), "points-1");
  Scratch scratch;
  const std::vector<float> point{0.5F, -0.25F};
  const auto sums = Score(*model, U"lost", point, scratch);
  EXPECT_NEAR(sums[0], 1 + 2 * 0.5F, kStep);
  EXPECT_NEAR(sums[1], -1, kStep);
  EXPECT_NEAR(sums[4], 2 * -0.25F, kStep);
  EXPECT_NEAR(Score(*model, U"lost", scratch)[0], 1, kStep) << "without its point, the words alone";
}

TEST(ScoreTest, ARowOfMeaningIsFoundByNoWord) {
  DraftModel draft = WordModel({{U"lost", {1, -1, 0, 0, 0}}, {U"card", {0, 0, 1, 0, 0}}});
  draft.rows_of_meaning = 1;  // and yet the table of words points at it
  EXPECT_EQ(OpenModel(*Encode(draft)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(ScoreTest, WhatTrainingNeverSawCountsForNothing) {
  const auto model = Words();
  Scratch scratch;
  const auto known = Score(*model, U"lost", scratch);
  const std::vector<float> alone(known.begin(), known.end());
  const auto among = Score(*model, U"zyx lost qwv", scratch);
  EXPECT_EQ(alone, std::vector<float>(among.begin(), among.end()));
}

TEST(ScoreTest, ATextOfNothingKnownGivesTheIntercepts) {
  DraftModel draft = WordModel({{U"lost", {1, -1, 0, 0, 0}}, {U"x", {0, 0, 0, 0, 0}}});
  draft.heads[0].labels[1].intercept = 0.25F;
  const auto model = *OpenModel(*Encode(draft));
  Scratch scratch;
  for (const char32_t* text : {U"", U"\u3000", U"nothing of it"}) {
    EXPECT_FLOAT_EQ(Score(*model, text, scratch)[1], 0.25F);
  }
}

TEST(ScoreTest, ScratchOfALongTextDoesNotColourTheNext) {
  const auto model = Words();
  Scratch used, fresh;
  std::u32string text;
  for (int i = 0; i < 500; ++i) text += U"card thanks 卡 lost ";
  Score(*model, text, used);
  const auto again = Score(*model, U"thanks", used);
  const auto first = Score(*model, U"thanks", fresh);
  EXPECT_EQ(std::vector<float>(again.begin(), again.end()),
            std::vector<float>(first.begin(), first.end()));
}

TEST(ScoreTest, ProbabilitiesAreTheSoftmaxOfTheHeadAlone) {
  DraftModel draft = WordModel({{U"lost", {1, -1, 3, 0, 0}}, {U"x", {0, 0, 0, 0, 0}}});
  draft.heads[0].temperature = 2;
  draft.heads[0].labels[1].offset = 1;
  const auto model = *OpenModel(*Encode(draft));
  Scratch scratch;
  std::vector<float> probabilities;
  Probabilities(*model, *model->FindHead("mood"), Score(*model, U"lost", scratch), probabilities);
  // exp(2 * 1) against exp(2 * -1 + 1).
  EXPECT_NEAR(probabilities[0], 1 / (1 + std::exp(-3.0F)), 0.01F);
  EXPECT_NEAR(probabilities[0] + probabilities[1], 1, 1e-5F);
}

std::vector<float> OfThree(std::vector<float> sums, float temperature, float shift) {
  const std::vector<Label> labels = {{"a", 0, 0}, {"b", 0, 0}, {"c", 0, 0}};
  std::vector<float> probabilities;
  Probabilities(sums, labels, temperature, shift, probabilities);
  return probabilities;
}

TEST(ScoreTest, WithAShiftLabelsShareByTheirSigmoids) {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto probabilities = OfThree({1.5F, 0, -2}, 2, 0.5F);
  const double a = sigmoid(3.5), b = sigmoid(0.5), c = sigmoid(-3.5);
  EXPECT_NEAR(probabilities[0], a / (a + b + c), 1e-6);
  EXPECT_NEAR(probabilities[1], b / (a + b + c), 1e-6);
  EXPECT_NEAR(probabilities[2], c / (a + b + c), 1e-6);
}

TEST(ScoreTest, OffsetsWeighSigmoidsByTheirPower) {
  const std::vector<Label> labels = {{"a", std::log(3.0F), 0}, {"b", 0, 0}};
  std::vector<float> probabilities;
  Probabilities(std::vector<float>{1, 1}, labels, 2, -1, probabilities);
  EXPECT_NEAR(probabilities[0], 0.75, 1e-6);
}

TEST(ScoreTest, HoweverFarOutProbabilitiesSumToOne) {
  for (const float far : {-1e4F, -90.0F, 90.0F, 1e4F}) {
    const auto probabilities = OfThree({far, far, far - 1}, 1, 0);
    EXPECT_NEAR(probabilities[0] + probabilities[1] + probabilities[2], 1, 1e-5) << far;
    EXPECT_NEAR(probabilities[0], probabilities[1], 1e-6) << far;
  }
}

TEST(ScoreTest, AShiftFarBelowIsASoftmax) {
  const auto bent = OfThree({1.5F, 0, -2}, 2, -30), plain = OfThree({1.5F, 0, -2}, 2, kNoShift);
  for (std::size_t i = 0; i < bent.size(); ++i) EXPECT_NEAR(bent[i], plain[i], 1e-5);
}

TEST(ScoreTest, AnAnswerBelowItsLabelsThresholdIsAbstainedFrom) {
  DraftModel draft = WordModel({{U"lost", {1, -1, 0, 0, 0}}, {U"x", {0, 0, 0, 0, 0}}});
  draft.heads[0].labels[0].threshold = 0.9F;
  const auto model = *OpenModel(*Encode(draft));
  const Head& mood = *model->FindHead("mood");
  EXPECT_TRUE(AnswerOf(*model, mood, std::vector<float>{0.89F, 0.11F}).abstained);
  EXPECT_FALSE(AnswerOf(*model, mood, std::vector<float>{0.9F, 0.1F}).abstained);
  EXPECT_FALSE(AnswerOf(*model, mood, std::vector<float>{0.4F, 0.6F}).abstained);
  EXPECT_EQ(AnswerOf(*model, mood, std::vector<float>{0.4F, 0.6F}).label, 1U);
}

TEST(TippingTest, NamesTheWordsThatSpokeForALabelLoudestFirst) {
  const auto model = Words();
  const FoldedText text = Plain(U"thanks, the card is lost");
  Scratch scratch;
  Score(*model, text.folded, scratch);
  const Head& topic = *model->FindHead("topic");
  const auto tipping = FindTipping(*model, text, topic.first_label, 16, scratch);
  ASSERT_EQ(tipping.size(), 2U);
  EXPECT_EQ(tipping[0].span, (Span{12, 16}));  // card
  EXPECT_EQ(tipping[1].span, (Span{20, 24}));  // lost
  EXPECT_NEAR(tipping[0].weight, 2 * tipping[1].weight, kStep);
}

TEST(TippingTest, WhatSpokeAgainstTheLabelIsNotShown) {
  const auto model = Words();
  const FoldedText text = Plain(U"lost thanks");
  Scratch scratch;
  Score(*model, text.folded, scratch);
  const auto tipping = FindTipping(*model, text, 0, 16, scratch);
  ASSERT_EQ(tipping.size(), 1U);
  EXPECT_EQ(tipping[0].span, (Span{0, 4}));
}

TEST(TippingTest, GivesAtMostAsManyAsAskedFor) {
  const auto model = Words();
  const FoldedText text = Plain(U"card 卡 card");
  Scratch scratch;
  Score(*model, text.folded, scratch);
  EXPECT_EQ(FindTipping(*model, text, 2, 2, scratch).size(), 2U);
}

}  // namespace
}  // namespace recourse::classify
