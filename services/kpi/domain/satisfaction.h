#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace recourse::kpi {

// How many answers gave each score.
using ScoreCounts = std::map<int, std::int64_t>;

// What answers come to. Without answers there is no value: absent, not 0.
struct Figure {
  std::optional<double> value;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::optional<double> standard_error{};
};

// Per cent of 4 and 5 among scores of 1 to 5.
Figure CsatOf(const ScoreCounts& scores);

// 100 x (9 and 10 less 0 to 6) / all, of scores of 0 to 10, with its standard error.
Figure NpsOf(const ScoreCounts& scores);

// Scores of 1 to 7: (a) per cent of 5 and above; (b) the mean; (c) per cent of 6 and 7 less per
// cent of 1 to 3.
enum class CesVariant { kAgreeing, kMean, kIndex };
Figure CesOf(const ScoreCounts& scores, CesVariant variant);

}  // namespace recourse::kpi
