// The vectors of the definitions of measures.
#include "services/kpi/domain/satisfaction.h"

#include <gtest/gtest.h>

#include <cmath>

namespace recourse::kpi {
namespace {

TEST(Satisfaction, NpsOfThirtyPerCentPromotersAndTwentyPerCentDetractorsIsPlusTen) {
  const Figure nps = NpsOf({{9, 20}, {10, 10}, {7, 25}, {8, 25}, {0, 5}, {6, 15}});
  EXPECT_DOUBLE_EQ(*nps.value, 10);
  EXPECT_EQ(nps.numerator, 10);
  EXPECT_EQ(nps.denominator, 100);
}

TEST(Satisfaction, NpsOfAHalfAThirdAndASixthHasTheVarianceFiveNinths) {
  const Figure nps = NpsOf({{10, 3}, {8, 2}, {1, 1}});
  EXPECT_NEAR(*nps.value, 33.3, 0.05);
  EXPECT_NEAR(*nps.standard_error, 100 * std::sqrt(5.0 / 9 / 6), 1e-9);
}

TEST(Satisfaction, NpsRunsFromMinusToPlusAHundred) {
  EXPECT_EQ(NpsOf({{6, 4}}).value, -100);
  EXPECT_EQ(NpsOf({{9, 4}}).value, 100);
  EXPECT_EQ(NpsOf({{9, 4}}).standard_error, 0);
  EXPECT_EQ(NpsOf({{7, 1}, {8, 1}}).value, 0) << "who is passive counts as an answer";
}

TEST(Satisfaction, CsatIsTheShareOfFoursAndFives) {
  const Figure csat = CsatOf({{5, 42}, {4, 32}, {3, 10}, {2, 9}, {1, 14}});
  EXPECT_NEAR(*csat.value, 69.16, 0.005);
  EXPECT_EQ(csat.numerator, 74);
  EXPECT_EQ(csat.denominator, 107);
}

TEST(Satisfaction, CesHasThreeVariants) {
  const ScoreCounts scores = {{1, 80}, {2, 210}, {3, 140}, {4, 110}, {5, 160}, {6, 180}, {7, 120}};
  EXPECT_DOUBLE_EQ(*CesOf(scores, CesVariant::kAgreeing).value, 46.0);
  EXPECT_DOUBLE_EQ(*CesOf(scores, CesVariant::kMean).value, 4.08);
  EXPECT_DOUBLE_EQ(*CesOf(scores, CesVariant::kIndex).value, -13.0);
  EXPECT_EQ(CesOf(scores, CesVariant::kIndex).denominator, 1000);
}

TEST(Satisfaction, WithoutAnswersThereIsNoValue) {
  EXPECT_EQ(NpsOf({}).value, std::nullopt);
  EXPECT_EQ(NpsOf({}).standard_error, std::nullopt);
  EXPECT_EQ(CsatOf({}).value, std::nullopt);
  for (const CesVariant variant : {CesVariant::kAgreeing, CesVariant::kMean, CesVariant::kIndex}) {
    EXPECT_EQ(CesOf({}, variant).value, std::nullopt);
  }
}

}  // namespace
}  // namespace recourse::kpi
