#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/classify/domain/matter/point.h"

namespace recourse::classify::matter {
namespace {

std::vector<float> AnyDirection(std::mt19937& random) {
  std::normal_distribution<float> normal;
  std::vector<float> numbers(512);
  for (float& number : numbers) number = normal(random);
  return numbers;
}

double Cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double product = 0, of_a = 0, of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += double{a[i]} * b[i];
    of_a += double{a[i]} * a[i];
    of_b += double{b[i]} * b[i];
  }
  return product / std::sqrt(of_a * of_b);
}

TEST(PointTest, TheLargestNumberIsTheLargestByteWhateverItsSize) {
  EXPECT_EQ(PointOf(std::vector<float>{0.5F, -0.25F, 0}), (Point{127, -64, 0}));
  EXPECT_EQ(PointOf(std::vector<float>{-0.001F, 0.0005F}), (Point{-127, 64}));
}

TEST(PointTest, NothingIsLikeNothing) {
  const Point zeros = PointOf(std::vector<float>{0, 0});
  EXPECT_EQ(zeros, (Point{0, 0}));
  EXPECT_EQ(SimilarityPercent(zeros, zeros), 0);
  EXPECT_EQ(SimilarityPercent({}, {}), 0);
}

TEST(PointTest, TheAngleTellsHowAlikeTheyAre) {
  EXPECT_EQ(SimilarityPercent({100, 0}, {7, 0}), 100);
  EXPECT_EQ(SimilarityPercent({100, 0}, {71, 71}), 71);
  EXPECT_EQ(SimilarityPercent({100, 0}, {0, 3}), 0);
  EXPECT_EQ(SimilarityPercent({100, 0}, {-100, 0}), 0) << "the opposite is not alike either";
}

TEST(PointTest, PointsOfTwoEncodersAreNotComparable) {
  EXPECT_EQ(SimilarityPercent({100, 0}, {100, 0, 0}), 0);
}

// 512 dimensions in bytes tell the cosine to a hundredth.
TEST(PointTest, BytesTellWhatTheNumbersDid) {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const auto a = AnyDirection(random);
    auto b = AnyDirection(random);
    const float share = static_cast<float>(i) / 200;
    for (std::size_t k = 0; k < a.size(); ++k) b[k] += a[k] * 3 * share;
    const int percent = SimilarityPercent(PointOf(a), PointOf(b));
    EXPECT_NEAR(percent, std::max(0.0, 100 * Cosine(a, b)), 1.0) << i;
  }
}

TEST(PointTest, TheLargestBytesOfTheMostDimensionsDoNotOverflow) {
  const Point full(4'096, -127);
  EXPECT_EQ(SimilarityPercent(full, full), 100);
}

}  // namespace
}  // namespace recourse::classify::matter
