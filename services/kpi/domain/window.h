#pragma once

#include <string_view>
#include <vector>

#include "services/kpi/domain/bucket.h"

namespace recourse::kpi {

enum class Window { kFiveMinutes, kHour, kDay };
// 5m, 1h, 24h.
std::string_view NameOf(Window window);

// The buckets whose counts, added up, are those of the window that ends at `now`. A window is exact
// to the minute: it reaches back to the start of the minute in which it begins, so nothing that
// happened in it is left out. Whole hours, and the one that is running, are read as hours.
std::vector<Bucket> BucketsOf(Window window, Timestamp now);

}  // namespace recourse::kpi
