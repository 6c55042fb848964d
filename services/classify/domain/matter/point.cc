#include "services/classify/domain/matter/point.h"

#include <algorithm>
#include <cmath>

namespace recourse::classify::matter {
namespace {

constexpr float kLargest = 127;

// 4,096 dimensions of the largest bytes are below 2^27.
std::int32_t Product(const Point& a, const Point& b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::int32_t{a[i]} * std::int32_t{b[i]};
  return sum;
}

}  // namespace

Point PointOf(std::span<const float> numbers) {
  float largest = 0;
  for (const float number : numbers) largest = std::max(largest, std::fabs(number));
  Point point(numbers.size(), 0);
  if (largest == 0) return point;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    point[i] = static_cast<std::int8_t>(std::lround(numbers[i] * (kLargest / largest)));
  }
  return point;
}

int SimilarityPercent(const Point& a, const Point& b) {
  if (a.size() != b.size()) return 0;
  const double product = Product(a, b);
  if (product <= 0) return 0;
  const double lengths = std::sqrt(static_cast<double>(Product(a, a)) * Product(b, b));
  return static_cast<int>(std::lround(100 * product / lengths));
}

}  // namespace recourse::classify::matter
