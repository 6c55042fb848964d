#include "services/kpi/domain/satisfaction.h"

#include <cmath>
#include <limits>

namespace recourse::kpi {
namespace {

constexpr double kPerCent = 100;
constexpr int kAnyScore = std::numeric_limits<int>::max();

std::int64_t CountOf(const ScoreCounts& scores, int from, int to) {
  std::int64_t count = 0;
  for (const auto& [score, answers] : scores) {
    if (score >= from && score <= to) count += answers;
  }
  return count;
}

Figure ShareOf(std::int64_t numerator, std::int64_t denominator, double scale) {
  Figure figure{std::nullopt, numerator, denominator};
  if (denominator > 0) {
    figure.value = scale * static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  return figure;
}

}  // namespace

Figure CsatOf(const ScoreCounts& scores) {
  return ShareOf(CountOf(scores, 4, 5), CountOf(scores, 0, kAnyScore), kPerCent);
}

Figure NpsOf(const ScoreCounts& scores) {
  const std::int64_t promoters = CountOf(scores, 9, 10);
  const std::int64_t detractors = CountOf(scores, 0, 6);
  const std::int64_t answers = CountOf(scores, 0, kAnyScore);
  Figure figure = ShareOf(promoters - detractors, answers, kPerCent);
  if (!figure.value) return figure;
  const double n = static_cast<double>(answers);
  const double p = static_cast<double>(promoters) / n;
  const double d = static_cast<double>(detractors) / n;
  figure.standard_error = kPerCent * std::sqrt((p + d - (p - d) * (p - d)) / n);
  return figure;
}

Figure CesOf(const ScoreCounts& scores, CesVariant variant) {
  const std::int64_t answers = CountOf(scores, 0, kAnyScore);
  switch (variant) {
    case CesVariant::kMean: {
      std::int64_t sum = 0;
      for (const auto& [score, count] : scores) sum += score * count;
      return ShareOf(sum, answers, 1);
    }
    case CesVariant::kIndex:
      return ShareOf(CountOf(scores, 6, 7) - CountOf(scores, 1, 3), answers, kPerCent);
    case CesVariant::kAgreeing:
    default:
      return ShareOf(CountOf(scores, 5, 7), answers, kPerCent);
  }
}

}  // namespace recourse::kpi
