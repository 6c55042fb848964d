#include "services/kpi/domain/part.h"

#include <algorithm>
#include <array>

#include "services/kpi/domain/bucket.h"
#include "services/kpi/domain/times.h"

namespace recourse::kpi {
namespace {

constexpr int kNoMore = std::numeric_limits<int>::max();
constexpr std::array kPlain = {
    Measure::kFeedbackReceived,
    Measure::kTicketsOpened,
    Measure::kTicketsResolved,
    Measure::kTicketsReopened,
    Measure::kContactsRepeated,
    Measure::kClocksBreached,
    Measure::kTicketsOpen,
    Measure::kTicketsUnassigned,
    Measure::kTicketsWaiting,
    Measure::kTicketsAtRisk,
    Measure::kClocksBreachedOpen,
    Measure::kLoopsUnheard,
    Measure::kClocksBreachedByChange,
};

using Parts = std::vector<Part>;

Part All(Measure measure, std::int64_t numerator, std::int64_t denominator) {
  return {measure, 0, kNoMore, numerator, denominator};
}

Parts FcrOf(bool provisional) {
  if (!provisional) {
    return {{Measure::kResolutionsConfirmed, 1, 1, 1, 1},
            {Measure::kResolutionsConfirmed, 0, 0, 0, 1}};
  }
  return {All(Measure::kTicketsResolved, 1, 1), All(Measure::kResolutionsSettled, -1, -1),
          All(Measure::kResolutionsUndone, -1, 0)};
}

Parts CesOf(CesVariant variant) {
  switch (variant) {
    case CesVariant::kMean: {
      Parts parts;
      for (int score = 1; score <= 7; ++score) {
        parts.push_back({Measure::kCes, score, score, score, 1});
      }
      return parts;
    }
    case CesVariant::kIndex:
      return {
          {Measure::kCes, 6, 7, 1, 1}, {Measure::kCes, 4, 5, 0, 1}, {Measure::kCes, 1, 3, -1, 1}};
    case CesVariant::kAgreeing:
    default:
      return {{Measure::kCes, 5, 7, 1, 1}, {Measure::kCes, 1, 4, 0, 1}};
  }
}

Parts SatisfactionOf(const std::string& name, const KpiQuery& query) {
  if (name == "csat") return {{Measure::kCsat, 4, 5, 1, 1}, {Measure::kCsat, 1, 3, 0, 1}};
  if (name == "nps") {
    return {
        {Measure::kNps, 9, 10, 1, 1}, {Measure::kNps, 7, 8, 0, 1}, {Measure::kNps, 0, 6, -1, 1}};
  }
  if (name == "ces") return CesOf(query.ces_variant);
  if (name == "recovery_rate") {
    return {All(Measure::kCustomersRecovered, 1, 1), All(Measure::kCustomersNotRecovered, 0, 1)};
  }
  if (name == "survey_response_rate") {
    return {All(Measure::kLoopsHeard, 1, 1), All(Measure::kLoopsUnheard, 0, 1)};
  }
  return {};
}

// The per cent at the end of `stem_p90`; nothing where the name is another.
template <std::size_t kCount>
std::optional<int> PerCentOf(const std::string& name, const std::string& stem,
                             const std::array<int, kCount>& per_cents) {
  for (const int per_cent : per_cents) {
    if (name == stem + "_p" + std::to_string(per_cent)) return per_cent;
  }
  return std::nullopt;
}

// Those that do not exceed the value, and all.
Parts UpTo(const std::vector<Measure>& measures, const DurationCounts& counts, int per_cent) {
  const auto rank = RankOf(counts, per_cent);
  Parts parts;
  for (const Measure measure : measures) {
    parts.push_back(All(measure, 0, 1));
    if (rank) parts.push_back({measure, 0, rank->bucket, 1, 0});
  }
  return parts;
}

Parts AgeParts(const Totals& totals, Timestamp now, int per_cent) {
  Parts parts = {All(Measure::kTicketsOpenSince, 0, 1)};
  if (const auto rank = RankOf(AgesOf(totals, now), per_cent)) {
    const std::int64_t minute = MinuteOf(now).index - rank->bucket;
    const int first = static_cast<int>(std::clamp<std::int64_t>(minute, 0, kNoMore));
    parts.push_back({Measure::kTicketsOpenSince, first, kNoMore, 1, 0});
  }
  return parts;
}

Parts TimesOf(const std::string& name, const KpiQuery& query, const Totals& totals, Timestamp now) {
  if (const auto per_cent = PerCentOf(name, "response_time", kTimePerCents)) {
    return UpTo(ResponseMeasuresOf(query.clock_kind), ResponseTimesOf(totals, query.clock_kind),
                *per_cent);
  }
  if (const auto per_cent = PerCentOf(name, "resolution_time", kTimePerCents)) {
    return UpTo({Measure::kResolutionTime}, totals.Details(Measure::kResolutionTime), *per_cent);
  }
  if (const auto per_cent = PerCentOf(name, "backlog_age", kAgePerCents)) {
    return AgeParts(totals, now, *per_cent);
  }
  return {};
}

// Only the clocks asked for.
void Narrow(const KpiQuery& query, Parts& parts) {
  if (query.clock_kind == ClockKind::kNone) return;
  for (Part& part : parts) {
    switch (part.measure) {
      case Measure::kClocksBreached:
      case Measure::kClocksMet:
      case Measure::kClocksMissed:
      case Measure::kClocksBreachedOpen:
      case Measure::kClocksBreachedByChange:
        part.first = part.last = static_cast<int>(query.clock_kind);
        break;
      default:
        break;
    }
  }
}

Parts PlainOf(const std::string& name) {
  if (name == "compliance") {
    return {All(Measure::kClocksMet, 1, 1), All(Measure::kClocksMissed, 0, 1)};
  }
  for (const Measure measure : kPlain) {
    if (NameOf(measure) == name) return {All(measure, 1, 0)};
  }
  return {};
}

}  // namespace

Parts PartsOf(const KpiName& name, const KpiQuery& query, const Totals& totals, Timestamp now) {
  if (name.name == "fcr") return FcrOf(name.provisional);
  if (name.provisional) return {};
  Parts parts = PlainOf(name.name);
  if (parts.empty()) parts = SatisfactionOf(name.name, query);
  if (parts.empty()) parts = TimesOf(name.name, query, totals, now);
  Narrow(query, parts);
  return parts;
}

}  // namespace recourse::kpi
