#pragma once

#include <vector>

#include "services/common/core/time.h"
#include "services/kpi/domain/clock.h"
#include "services/kpi/domain/duration_bucket.h"
#include "services/kpi/domain/totals.h"

namespace recourse::kpi {

// How long customers waited for a public answer: the first, later ones, or both.
std::vector<Measure> ResponseMeasuresOf(ClockKind kind);
DurationCounts ResponseTimesOf(const Totals& totals, ClockKind kind);

// How many open tickets are how many minutes old at `now`.
int AgeOf(int opened_minute, Timestamp now);
DurationCounts AgesOf(const Totals& totals, Timestamp now);

}  // namespace recourse::kpi
