#include "services/kpi/domain/times.h"

#include <algorithm>
#include <limits>

#include "services/kpi/domain/bucket.h"

namespace recourse::kpi {

std::vector<Measure> ResponseMeasuresOf(ClockKind kind) {
  switch (kind) {
    case ClockKind::kNone:
      return {Measure::kFirstResponseTime, Measure::kNextResponseTime};
    case ClockKind::kFirstResponse:
      return {Measure::kFirstResponseTime};
    case ClockKind::kNextResponse:
      return {Measure::kNextResponseTime};
    default:
      return {};
  }
}

DurationCounts ResponseTimesOf(const Totals& totals, ClockKind kind) {
  DurationCounts counts;
  for (const Measure measure : ResponseMeasuresOf(kind)) {
    for (const auto& [bucket, count] : totals.Details(measure)) counts[bucket] += count;
  }
  return counts;
}

// Opened by a clock that is ahead of ours is opened now.
int AgeOf(int opened_minute, Timestamp now) {
  const std::int64_t age = MinuteOf(now).index - opened_minute;
  return static_cast<int>(std::clamp<std::int64_t>(age, 0, std::numeric_limits<int>::max()));
}

// A count below zero is of a ticket whose opening was told before facts told when that was.
DurationCounts AgesOf(const Totals& totals, Timestamp now) {
  DurationCounts ages;
  for (const auto& [minute, count] : totals.Details(Measure::kTicketsOpenSince)) {
    if (count > 0) ages[AgeOf(minute, now)] += count;
  }
  return ages;
}

}  // namespace recourse::kpi
