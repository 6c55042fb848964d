#include <gtest/gtest.h>

#include <cmath>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/figures.h"

namespace recourse::ctl::model {
namespace {

constexpr std::uint32_t kSeed = 7;

TEST(FiguresTest, CountsByTheDefinitions) {
  // Truth 0 twice (once said 1), truth 1 once, truth 2 never and said once in error.
  const std::vector<Judged> judged = {
      {0, 0, 0.9F, false}, {0, 1, 0.6F, true}, {1, 1, 0.8F, false}, {1, 2, 0.5F, false}};
  const Figures figures = FiguresOf(judged, 3, 0.25, kSeed);
  EXPECT_EQ(figures.texts, 4U);
  EXPECT_DOUBLE_EQ(figures.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(figures.labels[0].f1, 2.0 / 3);
  EXPECT_DOUBLE_EQ(figures.labels[1].f1, 0.5);
  EXPECT_DOUBLE_EQ(figures.macro_f1, (2.0 / 3 + 0.5) / 2);  // label 2 is not there
  EXPECT_DOUBLE_EQ(figures.abstained, 0.25);
  EXPECT_DOUBLE_EQ(figures.accuracy_answered, 2.0 / 3);
  EXPECT_EQ(figures.confusion[0][1], 1U);
  EXPECT_DOUBLE_EQ(figures.log_loss, 0.25);
}

TEST(FiguresTest, CalibrationErrorIsTheMeanDistanceOverTheBins) {
  // Bin of 0.9: two answers, one right; bin of 0.5: two answers, one right.
  const std::vector<Judged> judged = {
      {0, 0, 0.9F, false}, {1, 0, 0.9F, false}, {0, 0, 0.5F, false}, {1, 0, 0.5F, false}};
  EXPECT_NEAR(FiguresOf(judged, 2, 0, kSeed).calibration_error, (0.8 + 0.0) / 4, 1e-6);
}

TEST(FiguresTest, APerfectModelOfManyTextsHasASmallErrorAndAWrongOneALargerOne) {
  std::vector<Judged> judged;
  for (std::uint32_t i = 0; i < 2'000; ++i)
    judged.push_back({i % 10 < 8 ? 0U : 1U, 0, 0.8F, false});
  const Figures perfect = FiguresOf(judged, 2, 0, kSeed);
  EXPECT_NEAR(perfect.calibration_error, 0, 1e-6);
  // One bin of 2,000 at 0.8: 1.96 standard errors are 1.96 * sqrt(0.8 * 0.2 / 2000) = 0.0175.
  EXPECT_NEAR(perfect.calibration_error_perfect, 0.0175, 0.003);
}

TEST(FiguresTest, TheIntervalIsThatOfAShareOfSoManyTexts) {
  std::vector<Judged> judged;
  for (std::uint32_t i = 0; i < 1'000; ++i)
    judged.push_back({i % 10 < 9 ? 0U : 1U, 0, 0.9F, false});
  const Figures figures = FiguresOf(judged, 2, 0, kSeed);
  // 1.96 * sqrt(0.9 * 0.1 / 1000) = 0.0186.
  EXPECT_NEAR(figures.accuracy_interval.low, 0.9 - 0.0186, 0.004);
  EXPECT_NEAR(figures.accuracy_interval.high, 0.9 + 0.0186, 0.004);
}

TEST(FiguresTest, TheSameAnswersGiveTheSameFigures) {
  const std::vector<Judged> judged = {
      {0, 0, 0.9F, false}, {1, 0, 0.7F, false}, {1, 1, 0.6F, false}};
  EXPECT_EQ(FiguresOf(judged, 2, 0, 1).accuracy_interval.low,
            FiguresOf(judged, 2, 0, 1).accuracy_interval.low);
}

TEST(FiguresTest, NothingGivesNoughts) {
  const Figures figures = FiguresOf({}, 2, 0, kSeed);
  EXPECT_EQ(figures.texts, 0U);
  EXPECT_EQ(figures.accuracy, 0);
}

classify::DraftHead TwoLabels() { return {"h", 1, false, {{"a", 0, 0, 0}, {"b", 0, 0, 0}}}; }

// Sums of 1 and 0 that are right in eight of ten.
std::vector<Outcome> EightOfTen(std::size_t count) {
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < count; ++i) outcomes.push_back({i % 10 < 8 ? 0U : 1U, {1, 0}});
  return outcomes;
}

TEST(CalibrationTest, TheTemperatureMakesTheProbabilityHowOftenItIsRight) {
  auto head = TwoLabels();
  Calibrate(EightOfTen(1'000), 0.9, head);
  // 1 / (1 + exp(-t)) = 0.8 at t = ln 4.
  EXPECT_NEAR(head.temperature, std::log(4.0), 0.01);
  EXPECT_NEAR(Judge(EightOfTen(10), head)[0].probability, 0.8, 0.002);
}

// So many texts of these sums, right in each label as often as sigmoids, made to sum to 1, say.
void AddShared(const std::vector<float>& sums, std::size_t count, std::vector<Outcome>& outcomes) {
  double total = 0;
  for (const float sum : sums) total += 1 / (1 + std::exp(-sum));
  for (std::uint32_t truth = 0; truth < sums.size(); ++truth) {
    const double share = 1 / (1 + std::exp(-sums[truth])) / total;
    const auto texts = static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
    outcomes.insert(outcomes.end(), texts, {truth, sums});
  }
}

TEST(CalibrationTest, WhereLabelsAreAskedEachForItselfTheShiftIsFound) {
  std::vector<Outcome> outcomes;
  AddShared({3, -3, -3}, 2'000, outcomes);
  AddShared({3, 0, -3}, 2'000, outcomes);
  AddShared({-1, -2, -3}, 2'000, outcomes);
  classify::DraftHead head{"h", 1, false, {{"a", 0, 0, 0}, {"b", 0, 0, 0}, {"c", 0, 0, 0}}};
  Calibrate(outcomes, 0.5, head);
  EXPECT_NEAR(head.temperature, 1, 0.05);
  EXPECT_NEAR(head.shift, 0, 0.1);
}

TEST(CalibrationTest, WhatASoftmaxTellsAsWellStaysOne) {
  auto head = TwoLabels();
  Calibrate(EightOfTen(1'000), 0.9, head);
  EXPECT_EQ(head.shift, classify::kNoShift);
}

TEST(CalibrationTest, BelowTheLeastNumberOfTextsNothingIsCalledCalibrated) {
  auto head = TwoLabels();
  Calibrate(EightOfTen(kCalibratedMin - 1), 0.9, head);
  EXPECT_FALSE(head.calibrated);
  Calibrate(EightOfTen(kCalibratedMin), 0.9, head);
  EXPECT_TRUE(head.calibrated);
}

TEST(CalibrationTest, ALabelThatIsNeverRightEnoughIsAlwaysAbstainedFrom) {
  auto head = TwoLabels();
  Calibrate(EightOfTen(1'000), 0.95, head);
  EXPECT_TRUE(Judge(EightOfTen(1), head)[0].abstained);
  Calibrate(EightOfTen(1'000), 0.75, head);
  EXPECT_FALSE(Judge(EightOfTen(1), head)[0].abstained);
}

TEST(CalibrationTest, TheThresholdStandsWhereTheAnswersBecomeTooOftenWrong) {
  std::vector<Outcome> outcomes;
  for (std::uint32_t i = 0; i < 500; ++i) outcomes.push_back({0, {4, 0}});         // always right
  for (std::uint32_t i = 0; i < 500; ++i) outcomes.push_back({i % 2, {0.5F, 0}});  // half
  auto head = TwoLabels();
  Calibrate(outcomes, 0.9, head);
  EXPECT_FALSE(Judge({{0, {4, 0}}}, head)[0].abstained);
  EXPECT_TRUE(Judge({{0, {0.5F, 0}}}, head)[0].abstained);
}

}  // namespace
}  // namespace recourse::ctl::model
