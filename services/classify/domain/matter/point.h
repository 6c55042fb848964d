#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace recourse::classify::matter {

// What a text means, in a byte a dimension: the encoder's numbers as parts of the largest of them,
// which is 127. So only the direction is kept, and only that is compared. Empty where nobody asked
// an encoder.
using Point = std::vector<std::int8_t>;

// The nearest point in bytes; all zeros of zeros.
Point PointOf(std::span<const float> numbers);

// The cosine of two points in per cent, 0 to 100; what points away from the other is 0, as are
// points of two encoders, which have nothing to do with each other. The same on every machine.
int SimilarityPercent(const Point& a, const Point& b);

}  // namespace recourse::classify::matter
