#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "services/kpi/domain/kpi.h"
#include "services/kpi/domain/totals.h"

namespace recourse::kpi {

// Counts of one measure with a detail from `first` to `last`, and what each of them adds to the
// numerator and to the denominator of a shown measure.
struct Part {
  Measure measure = Measure::kFeedbackReceived;
  int first = 0;
  int last = std::numeric_limits<int>::max();
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  friend bool operator==(const Part&, const Part&) = default;
};

// A shown measure: `fcr` comes twice, the others once.
struct KpiName {
  std::string name;
  bool provisional = false;
  friend bool operator==(const KpiName&, const KpiName&) = default;
};

// Of what a shown measure is made, so that whoever is behind its numbers can be listed: the counts
// of these parts, so weighted, add up to its numerator and its denominator. The denominator of a
// plain count is 1, of which nobody is a part. `totals` are those of the place that is asked for at
// `now`: where a percentile lies hangs on them, but not which measures it is made of. Empty where
// no measure has that name.
std::vector<Part> PartsOf(const KpiName& name, const KpiQuery& query, const Totals& totals,
                          Timestamp now);

}  // namespace recourse::kpi
