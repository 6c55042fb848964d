#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/kpi/domain/counters.h"
#include "services/kpi/domain/window.h"

namespace recourse::kpi {

enum class Group { kNone, kBranch, kCategory, kBranchAndCategory };

// Only the branch and the category named; empty for all.
struct KpiQuery {
  std::string branch_id;
  std::string category;
  Window window = Window::kHour;
  Group group = Group::kNone;
};

// Sums over all partitions: what is so now, and what happened in the window asked for.
struct Sums {
  Cells now;
  Cells happened;
};

// A measure as metrics.md names and defines it. `value` is numerator / denominator, and is absent
// where that is not defined.
struct Kpi {
  std::string name;
  std::optional<double> value;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::string window;
  std::string branch_id;
  std::string category;
  friend bool operator==(const Kpi&, const Kpi&) = default;
};

// Whether who asks may see what is counted at this branch, in this region.
using Visible = std::function<bool(const std::string& branch_id, const std::string& region_id)>;

// Every measure for each group that the sums know of, groups in order of their names. Without
// grouping there is one of each, also where nothing was counted.
std::vector<Kpi> KpisOf(const Sums& sums, const KpiQuery& query, const Visible& visible);

}  // namespace recourse::kpi
