#pragma once

#include <string_view>
#include <vector>

#include "services/kpi/domain/bucket.h"

namespace recourse::kpi {

// A week is 7 x 24 hours, a month 30 x 24 hours.
enum class Window { kFiveMinutes, kHour, kDay, kWeek, kMonth };
// 5m, 1h, 24h, week, month.
std::string_view NameOf(Window window);

// The buckets whose counts, added up, are those of the window that ends at `now`. A window is exact
// to the minute: it reaches back to the start of the minute in which it begins, so nothing that
// happened in it is left out. Whole hours, and the one that is running, are read as hours. A week
// and a month are exact to the hour in the same way: no minute is kept that long.
std::vector<Bucket> BucketsOf(Window window, Timestamp now);

}  // namespace recourse::kpi
