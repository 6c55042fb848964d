#pragma once

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/kpi/domain/clock.h"
#include "services/kpi/domain/counters.h"
#include "services/kpi/domain/satisfaction.h"
#include "services/kpi/domain/window.h"

namespace recourse::kpi {

enum class Group { kNone, kBranch, kCategory, kBranchAndCategory, kRegion };

// Only the places named; empty for all.
struct KpiQuery {
  std::string branch_id;
  std::string category;
  Window window = Window::kHour;
  Group group = Group::kNone;
  std::string region_id{};
  ClockKind clock_kind = ClockKind::kNone;  // only these clocks; none for all
  CesVariant ces_variant = CesVariant::kAgreeing;
  std::set<std::string> names{};  // only measures of these names; empty for all
  friend auto operator<=>(const KpiQuery&, const KpiQuery&) = default;
};

// Sums over all partitions at `time`: what is so then, the backlog among it, and what happened in
// the window asked for.
struct Sums {
  Cells now;
  Cells happened;
  Timestamp time{};
};

// Whose facts a measure is made of.
enum class Source { kTickets, kLoops };

// A measure as metrics.md names and defines it; its value is absent where that is not defined.
// Times are in seconds, their numerator being how many do not exceed the value; ages are exact to a
// minute.
struct Kpi {
  std::string name;
  std::optional<double> value;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::string window;
  std::string branch_id;
  std::string category;
  std::string region_id{};
  std::optional<double> standard_error{};
  std::string variant{};  // of ces: a, b or c
  bool provisional = false;
  Source source = Source::kTickets;
  friend bool operator==(const Kpi&, const Kpi&) = default;
};

// The percentiles of times that ended, and of the age of what is open.
inline constexpr std::array kTimePerCents = {50, 90, 95};
inline constexpr std::array kAgePerCents = {50, 95};

// Whether a count belongs to what is asked for, whoever asks.
bool Asked(const Cell& cell, const KpiQuery& query);

// Whether who asks may see what is counted at this branch, in this region.
using Visible = std::function<bool(const std::string& branch_id, const std::string& region_id)>;

// Every measure for each group that the sums know of, groups in order of their names. Without
// grouping there is one of each, also where nothing was counted. fcr comes twice: first the one
// that stands, then the provisional one. Measures of other names than those asked for are left out.
std::vector<Kpi> KpisOf(const Sums& sums, const KpiQuery& query, const Visible& visible);

}  // namespace recourse::kpi
