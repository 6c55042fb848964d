#include "services/kpi/domain/kpi.h"

#include <array>
#include <map>
#include <utility>

namespace recourse::kpi {
namespace {

constexpr std::string_view kNowWindow = "now";
constexpr std::string_view kCompliance = "compliance";

constexpr std::array kCounted = {
    Measure::kFeedbackReceived, Measure::kTicketsOpened, Measure::kTicketsResolved,
    Measure::kContactsRepeated, Measure::kClocksBreached,
};
constexpr std::array kCurrent = {
    Measure::kTicketsOpen,
    Measure::kTicketsAtRisk,
    Measure::kClocksBreachedOpen,
};

struct Place {
  std::string branch_id;
  std::string category;
  friend auto operator<=>(const Place&, const Place&) = default;
};
using Totals = std::map<Measure, std::int64_t>;

// The group that a cell falls into. What is not grouped by keeps the name that was asked for.
Place PlaceOf(const Cell& cell, const KpiQuery& query) {
  const bool by_branch = query.group == Group::kBranch || query.group == Group::kBranchAndCategory;
  const bool by_category =
      query.group == Group::kCategory || query.group == Group::kBranchAndCategory;
  return {by_branch ? cell.branch_id : query.branch_id,
          by_category ? cell.category : query.category};
}

bool Asked(const Cell& cell, const KpiQuery& query) {
  return cell.measure != Measure::kRecordsUnreadable &&
         (query.branch_id.empty() || cell.branch_id == query.branch_id) &&
         (query.category.empty() || cell.category == query.category);
}

void AddUp(const Cells& cells, const KpiQuery& query, const Visible& visible,
           std::map<Place, Totals>& places) {
  for (const auto& [cell, count] : cells) {
    if (!Asked(cell, query) || !visible(cell.branch_id, cell.region_id)) continue;
    places[PlaceOf(cell, query)][cell.measure] += count;
  }
}

Kpi CountOf(Measure measure, std::string_view window, const Place& place, Totals& totals) {
  const std::int64_t count = totals[measure];
  return {std::string(NameOf(measure)), static_cast<double>(count), count, 1,
          std::string(window),          place.branch_id,            place.category};
}

// Over the clocks that finished in the window; one that was breached and then answered is missed,
// one that is breached and unanswered is not finished, and is shown by itself.
Kpi ComplianceOf(std::string_view window, const Place& place, Totals& totals) {
  const std::int64_t met = totals[Measure::kClocksMet];
  const std::int64_t finished = met + totals[Measure::kClocksMissed];
  Kpi kpi{std::string(kCompliance), std::nullopt,    met,           finished,
          std::string(window),      place.branch_id, place.category};
  if (finished > 0) kpi.value = static_cast<double>(met) / static_cast<double>(finished);
  return kpi;
}

}  // namespace

std::vector<Kpi> KpisOf(const Sums& sums, const KpiQuery& query, const Visible& visible) {
  std::map<Place, Totals> places;
  if (query.group == Group::kNone) places[{query.branch_id, query.category}];
  AddUp(sums.now, query, visible, places);
  AddUp(sums.happened, query, visible, places);
  const std::string_view window = NameOf(query.window);
  std::vector<Kpi> kpis;
  for (auto& [place, totals] : places) {
    for (const Measure measure : kCounted) kpis.push_back(CountOf(measure, window, place, totals));
    for (const Measure measure : kCurrent) {
      kpis.push_back(CountOf(measure, kNowWindow, place, totals));
    }
    kpis.push_back(ComplianceOf(window, place, totals));
  }
  return kpis;
}

}  // namespace recourse::kpi
