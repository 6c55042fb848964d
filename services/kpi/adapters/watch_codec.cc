#include "services/kpi/adapters/watch_codec.h"

#include <algorithm>
#include <utility>

#include "services/kpi/adapters/proto_values.h"
#include "services/kpi/adapters/query_codec.h"

namespace recourse::kpi {
namespace {

v1::WatchKpisResponse Aged(const Reading& reading) {
  v1::WatchKpisResponse out;
  if (reading.tickets.as_of) SetTime(*reading.tickets.as_of, *out.mutable_ticket_as_of());
  if (reading.loops.as_of) SetTime(*reading.loops.as_of, *out.mutable_loop_as_of());
  return out;
}

}  // namespace

v1::WatchKpisResponse WatchView::Snapshot(const std::vector<Kpi>& kpis, const Reading& reading) {
  v1::WatchKpisResponse out = Aged(reading);
  out.set_snapshot(true);
  for (const Kpi& kpi : kpis) *out.add_kpis() = Encode(kpi, reading.Of(kpi.source));
  sent_ = MeasuresOf(kpis, reading);
  return out;
}

v1::WatchKpisResponse WatchView::Changes(const std::vector<Kpi>& kpis, const Reading& reading) {
  Measures measures = MeasuresOf(kpis, reading);
  if (!sent_ || SomeAreGone(measures)) return Snapshot(kpis, reading);
  v1::WatchKpisResponse out = Aged(reading);
  for (const auto& [key, measure] : measures) {
    const auto before = sent_->find(key);
    if (before != sent_->end() && before->second == measure) continue;
    *out.add_kpis() = Encode(measure.kpi, reading.Of(measure.kpi.source));
  }
  sent_ = std::move(measures);
  return out;
}

WatchView::Measures WatchView::MeasuresOf(const std::vector<Kpi>& kpis, const Reading& reading) {
  Measures measures;
  for (const Kpi& kpi : kpis) {
    measures.emplace(Key{kpi.name, kpi.provisional, kpi.branch_id, kpi.category, kpi.region_id},
                     Sent{kpi, reading.Of(kpi.source).rebuilding});
  }
  return measures;
}

bool WatchView::SomeAreGone(const Measures& measures) const {
  return std::any_of(sent_->begin(), sent_->end(),
                     [&](const auto& entry) { return !measures.contains(entry.first); });
}

}  // namespace recourse::kpi
