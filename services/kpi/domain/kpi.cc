#include "services/kpi/domain/kpi.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "services/kpi/domain/duration_bucket.h"
#include "services/kpi/domain/times.h"
#include "services/kpi/domain/totals.h"

namespace recourse::kpi {
namespace {

constexpr std::string_view kNowWindow = "now";
constexpr double kSecondsInMinute = 60;

constexpr std::array kCounted = {
    Measure::kFeedbackReceived,       Measure::kTicketsOpened,    Measure::kTicketsResolved,
    Measure::kTicketsReopened,        Measure::kContactsRepeated, Measure::kClocksBreached,
    Measure::kClocksBreachedByChange,
};
constexpr std::array kCurrent = {
    Measure::kTicketsOpen,   Measure::kTicketsUnassigned,  Measure::kTicketsWaiting,
    Measure::kTicketsAtRisk, Measure::kClocksBreachedOpen,
};

struct Place {
  std::string branch_id;
  std::string category;
  std::string region_id;
  friend auto operator<=>(const Place&, const Place&) = default;
};

// The group that a cell falls into. What is not grouped by keeps the name that was asked for.
Place PlaceOf(const Cell& cell, const KpiQuery& query) {
  const bool by_branch = query.group == Group::kBranch || query.group == Group::kBranchAndCategory;
  const bool by_category =
      query.group == Group::kCategory || query.group == Group::kBranchAndCategory;
  return {by_branch ? cell.branch_id : query.branch_id,
          by_category ? cell.category : query.category,
          query.group == Group::kRegion ? cell.region_id : query.region_id};
}

bool OfClocks(Measure measure) {
  return measure == Measure::kClocksBreached || measure == Measure::kClocksMet ||
         measure == Measure::kClocksMissed || measure == Measure::kClocksBreachedOpen ||
         measure == Measure::kClocksBreachedByChange;
}

void AddUp(const Cells& cells, const KpiQuery& query, const Visible& visible,
           std::map<Place, Totals>& places) {
  for (const auto& [cell, count] : cells) {
    if (!Asked(cell, query) || !visible(cell.branch_id, cell.region_id)) continue;
    places[PlaceOf(cell, query)].Add(cell, count);
  }
}

// Makes the measures of one place.
class PlaceKpis {
 public:
  PlaceKpis(const Place& place, const Totals& totals, const KpiQuery& query, Timestamp now,
            std::vector<Kpi>& out)
      : place_(place), totals_(totals), query_(query), now_(now), out_(out) {}

  void AddAll() {
    for (const Measure measure : kCounted) AddCount(measure, NameOf(query_.window));
    for (const Measure measure : kCurrent) AddCount(measure, kNowWindow);
    AddAges();
    AddCompliance();
    AddTimes("response_time", ResponseTimesOf(totals_, query_.clock_kind));
    AddTimes("resolution_time", totals_.Details(Measure::kResolutionTime));
    AddFcr();
    AddSatisfaction();
    AddLoops();
  }

 private:
  // Never below 0: what was revoked may have been counted before the window.
  std::int64_t CountOf(Measure measure) const {
    return std::max<std::int64_t>(totals_.Count(measure), 0);
  }

  Kpi& Add(std::string_view name, std::string_view window, const Figure& figure) {
    if (!query_.names.empty() && !query_.names.contains(std::string(name))) return unwanted_;
    out_.push_back({std::string(name), figure.value, figure.numerator, figure.denominator,
                    std::string(window), place_.branch_id, place_.category, place_.region_id,
                    figure.standard_error});
    return out_.back();
  }
  Kpi& Add(std::string_view name, const Figure& figure) {
    return Add(name, NameOf(query_.window), figure);
  }
  Kpi& AddShare(std::string_view name, std::int64_t numerator, std::int64_t denominator) {
    Figure figure{std::nullopt, numerator, denominator};
    if (denominator > 0) {
      figure.value = static_cast<double>(numerator) / static_cast<double>(denominator);
    }
    return Add(name, figure);
  }

  Kpi& AddCount(Measure measure, std::string_view window) {
    const std::int64_t count = CountOf(measure);
    return Add(NameOf(measure), window, {static_cast<double>(count), count, 1});
  }

  // Over the clocks that finished in the window; one that was breached and then answered is missed,
  // one that is breached and unanswered is not finished, and is shown by itself.
  void AddCompliance() {
    const std::int64_t met = CountOf(Measure::kClocksMet);
    AddShare("compliance", met, met + CountOf(Measure::kClocksMissed));
  }

  void AddTimes(const std::string& name, const DurationCounts& counts) {
    for (const int per_cent : kTimePerCents) {
      Figure figure;
      if (const auto percentile = PercentileOf(counts, per_cent)) {
        figure = {percentile->seconds, percentile->rank, percentile->count};
      }
      Add(name + "_p" + std::to_string(per_cent), figure);
    }
  }

  // By the minute of opening, so within a minute.
  void AddAges() {
    const DurationCounts ages = AgesOf(totals_, now_);
    for (const int per_cent : kAgePerCents) {
      Figure figure;
      if (const auto rank = RankOf(ages, per_cent)) {
        figure = {kSecondsInMinute * rank->bucket, rank->rank, rank->count};
      }
      Add("backlog_age_p" + std::to_string(per_cent), kNowWindow, figure);
    }
  }

  // What stands: resolutions confirmed in the window. Provisional: of those made in the window that
  // are not confirmed yet, the ones that were not reopened.
  void AddFcr() {
    AddShare("fcr", totals_.Count(Measure::kResolutionsConfirmed, 1),
             totals_.Count(Measure::kResolutionsConfirmed));
    const std::int64_t unsettled = std::max<std::int64_t>(
        totals_.Count(Measure::kTicketsResolved) - totals_.Count(Measure::kResolutionsSettled), 0);
    const std::int64_t undone = std::min(CountOf(Measure::kResolutionsUndone), unsettled);
    AddShare("fcr", unsettled - undone, unsettled).provisional = true;
  }

  void AddSatisfaction() {
    Add("csat", CsatOf(totals_.Details(Measure::kCsat))).source = Source::kLoops;
    Add("nps", NpsOf(totals_.Details(Measure::kNps))).source = Source::kLoops;
    Kpi& ces = Add("ces", CesOf(totals_.Details(Measure::kCes), query_.ces_variant));
    ces.source = Source::kLoops;
    ces.variant = static_cast<char>('a' + static_cast<int>(query_.ces_variant));
  }

  void AddLoops() {
    const std::int64_t recovered = CountOf(Measure::kCustomersRecovered);
    AddShare("recovery_rate", recovered, recovered + CountOf(Measure::kCustomersNotRecovered))
        .source = Source::kLoops;
    const std::int64_t heard = CountOf(Measure::kLoopsHeard);
    AddShare("survey_response_rate", heard, heard + CountOf(Measure::kLoopsUnheard)).source =
        Source::kLoops;
    AddCount(Measure::kLoopsUnheard, NameOf(query_.window)).source = Source::kLoops;
  }

  const Place& place_;
  const Totals& totals_;
  const KpiQuery& query_;
  const Timestamp now_;
  std::vector<Kpi>& out_;
  Kpi unwanted_;  // takes what nobody asked for
};

}  // namespace

bool Asked(const Cell& cell, const KpiQuery& query) {
  const bool kind = query.clock_kind == ClockKind::kNone || !OfClocks(cell.measure) ||
                    cell.detail == static_cast<int>(query.clock_kind);
  return kind && cell.measure != Measure::kRecordsUnreadable &&
         (query.branch_id.empty() || cell.branch_id == query.branch_id) &&
         (query.category.empty() || cell.category == query.category) &&
         (query.region_id.empty() || cell.region_id == query.region_id);
}

std::vector<Kpi> KpisOf(const Sums& sums, const KpiQuery& query, const Visible& visible) {
  std::map<Place, Totals> places;
  if (query.group == Group::kNone) places[{query.branch_id, query.category, query.region_id}];
  AddUp(sums.now, query, visible, places);
  AddUp(sums.happened, query, visible, places);
  std::vector<Kpi> kpis;
  for (const auto& [place, totals] : places) {
    PlaceKpis(place, totals, query, sums.time, kpis).AddAll();
  }
  return kpis;
}

}  // namespace recourse::kpi
