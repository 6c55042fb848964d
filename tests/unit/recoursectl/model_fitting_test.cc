#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/left_out.h"
#include "services/recoursectl/model/noise.h"
#include "services/recoursectl/model/separators.h"

namespace recourse::ctl::model {
namespace {

constexpr std::uint32_t kSeed = 3;

// Texts of three labels: row k belongs to label k, row 3 to all.
std::vector<Point> ThreeLabels() {
  std::vector<Point> points;
  for (std::uint32_t i = 0; i < 60; ++i) {
    points.push_back({{{i % 3, 1, 0.8F}, {3, 1, 0.6F}}, i % 3});
  }
  return points;
}

float SumOf(const Separators& made, std::uint32_t labels, const Point& point, std::uint32_t label) {
  float sum = made.intercepts[label];
  for (const auto& hit : point.hits) sum += hit.value * made.weights[hit.row * labels + label];
  return sum;
}

HeadSettings Settings(Solver solver, bool ratios) {
  HeadSettings settings;
  settings.name = "category";
  settings.fitting = {solver, 1, ratios, 1};
  return settings;
}

TEST(SeparatorsTest, EverySolverTellsLabelsApartThatOneFeatureTells) {
  const auto points = ThreeLabels();
  for (const HeadSettings& settings :
       {Settings(Solver::kSvm, false), Settings(Solver::kLogistic, false),
        Settings(Solver::kMulticlass, false), Settings(Solver::kSvm, true),
        Settings(Solver::kLogistic, true)}) {
    const auto made = Separate(points, 3, 4, settings, kSeed);
    ASSERT_TRUE(made.ok()) << made.status();
    for (const Point& point : points) {
      for (std::uint32_t other = 0; other < 3; ++other) {
        if (other == point.label) continue;
        EXPECT_GT(SumOf(*made, 3, point, point.label), SumOf(*made, 3, point, other));
      }
    }
  }
}

// A feature that is as likely in all labels has a ratio of about 1 (by what is added to each count,
// 21 of 44 over 41 of 84), whose logarithm is -0.022; its weight is of the order of the square.
TEST(SeparatorsTest, ByRatiosAFeatureOfAllLabelsCountsForNothing) {
  const auto made = Separate(ThreeLabels(), 3, 4, Settings(Solver::kSvm, true), kSeed);
  ASSERT_TRUE(made.ok());
  for (std::uint32_t label = 0; label < 3; ++label) {
    EXPECT_NEAR(made->weights[3 * 3 + label], 0, 5e-4);
    EXPECT_GT(std::abs(made->weights[label * 3 + label]), 0.1F);
  }
}

TEST(SeparatorsTest, WhatStandsBesideIsAddedWithItsShare) {
  const auto points = ThreeLabels();
  const auto svm = Separate(points, 3, 4, Settings(Solver::kSvm, false), kSeed);
  const auto logistic = Separate(points, 3, 4, Settings(Solver::kLogistic, false), kSeed);
  HeadSettings both = Settings(Solver::kSvm, false);
  both.beside = {{Solver::kLogistic, 1, false, 0.5}};
  const auto sum = Separate(points, 3, 4, both, kSeed);
  ASSERT_TRUE(svm.ok() && logistic.ok() && sum.ok());
  for (std::size_t i = 0; i < sum->weights.size(); ++i) {
    EXPECT_FLOAT_EQ(sum->weights[i], svm->weights[i] + 0.5F * logistic->weights[i]);
  }
}

TEST(SeparatorsTest, OneLabelAloneIsRefused) {
  const std::vector<Point> points(3, {{{0, 1, 1.0F}}, 1});
  EXPECT_EQ(Separate(points, 2, 1, Settings(Solver::kSvm, false), kSeed).status().code(),
            StatusCode::kInvalidArgument);
}

classify::DraftHead TwoLabels() { return {"h", 1, false, {{"a", 0, 0, 0}, {"b", 0, 0, 0}}}; }

// 900 texts of a and 100 of b; a model that sees no difference.
std::vector<Outcome> NineToOne() {
  std::vector<Outcome> outcomes;
  const auto sum = static_cast<float>(std::log(9.0));
  for (std::uint32_t i = 0; i < 1'000; ++i) outcomes.push_back({i % 10 == 0 ? 1U : 0U, {sum, 0}});
  return outcomes;
}

TEST(PriorsTest, ProbabilitiesAreThoseOfTheSharesThatAreExpected) {
  auto head = TwoLabels();
  Calibrate(NineToOne(), 0.5, head);
  EXPECT_NEAR(Judge(NineToOne(), head)[0].probability, 0.9, 0.01);
  // By Bayes: odds of 9 times the change of the odds, (1/1) / (9/1).
  auto even = TwoLabels();
  Calibrate(NineToOne(), 0.5, even, {0.5, 0.5});
  EXPECT_NEAR(Judge(NineToOne(), even)[0].probability, 0.5, 0.01);
  auto turned = TwoLabels();
  Calibrate(NineToOne(), 0.5, turned, {0.1, 0.9});
  const Judged one = Judge(NineToOne(), turned)[0];
  EXPECT_EQ(one.said, 1U);
  EXPECT_NEAR(one.probability, 0.9, 0.01);
  EXPECT_FALSE(one.abstained);  // nine of ten such texts are expected to be b
}

TEST(PriorsTest, WhatIsNotToldKeepsItsProportions) {
  std::vector<Outcome> held_out;
  for (std::uint32_t i = 0; i < 100; ++i) held_out.push_back({i < 60 ? 0U : i < 90 ? 1U : 2U, {}});
  HeadSettings settings;
  settings.name = "h";
  settings.priors = {{"c", 0.4}};
  const auto shares = ExpectedShares(settings, {"a", "b", "c"}, held_out);
  ASSERT_TRUE(shares.ok());
  EXPECT_NEAR((*shares)[0], 0.4, 1e-9);
  EXPECT_NEAR((*shares)[1], 0.2, 1e-9);
  EXPECT_NEAR((*shares)[2], 0.4, 1e-9);
  settings.priors = {{"d", 0.4}};
  EXPECT_FALSE(ExpectedShares(settings, {"a", "b", "c"}, held_out).ok());
  settings.priors.clear();
  EXPECT_TRUE(ExpectedShares(settings, {"a", "b", "c"}, held_out)->empty());
  settings.even_priors = true;
  EXPECT_NEAR((*ExpectedShares(settings, {"a", "b", "c"}, held_out))[1], 1.0 / 3, 1e-9);
}

TEST(NoiseTest, LeavesWordsOutAsOftenAsAskedAndNothingElse) {
  std::u32string text;
  for (int i = 0; i < 5'000; ++i) text += U"card, 卡 ";
  Chance chance(kSeed);
  const std::u32string less = WithoutSome(text, 0.3, chance);
  ASSERT_EQ(less.size(), text.size());
  const auto count = [&](char32_t c) {
    return static_cast<double>(std::count(less.begin(), less.end(), c));
  };
  // Of 5,000 by chance: five standard deviations of 0.0065 are allowed.
  EXPECT_NEAR(count(U'd') / 5'000, 0.7, 0.033);
  EXPECT_NEAR(count(U'卡') / 5'000, 0.7, 0.033);
  EXPECT_EQ(count(U','), 5'000);
  EXPECT_EQ(WithoutSome(text, 0, chance), text);
}

TEST(NoiseTest, HitsThatStayAreTogetherAsLongAsAllWere) {
  std::vector<classify::Hit> hits;
  for (std::uint32_t row = 0; row < 1'000; ++row) hits.push_back({row, 1, 0.5F});
  Chance chance(kSeed);
  auto kept = hits;
  LeaveSomeOut(kept, 0.5, chance);
  EXPECT_NEAR(static_cast<double>(kept.size()), 500, 80);
  float square = 0;
  for (const auto& hit : kept) square += hit.value * hit.value;
  EXPECT_NEAR(square, 250, 0.1);
  auto one = std::vector<classify::Hit>{{7, 1, 1.0F}};
  LeaveSomeOut(one, 0.95, chance);
  EXPECT_EQ(one.size(), 1U);
}

TEST(LeftOutTest, KeepsTheOtherWordsInLowerCaseAndNothingElse) {
  const std::set<std::string> words = {"the", "was", "xxxx", "im"};
  EXPECT_EQ(WithoutWords("The card was LOST, on XXXX/XX/2015; I'm sorry: a fee of $25.", words),
            "card lost on xx sorry fee of");
  EXPECT_EQ(WithoutWords("", words), "");
  EXPECT_EQ(WithoutWords("the was", words), "");
  EXPECT_EQ(WithoutWords("卡 的 fee", words), "卡 的 fee");
}

}  // namespace
}  // namespace recourse::ctl::model
