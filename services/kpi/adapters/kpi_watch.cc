#include "services/kpi/adapters/kpi_watch.h"

#include <algorithm>
#include <string>
#include <utility>

namespace recourse::kpi {
namespace {

constexpr const char* kCondition = "redis";

std::int64_t UnreadableOf(const Cells& cells) {
  std::int64_t count = 0;
  for (const auto& [cell, value] : cells) {
    if (cell.measure == Measure::kRecordsUnreadable) count += value;
  }
  return count;
}

}  // namespace

KpiWatch::KpiWatch(KpiCounters& counters, KpiCounters::Now now, Readiness& readiness)
    : counters_(counters),
      now_(std::move(now)),
      readiness_(readiness),
      as_of_age_seconds_("recourse_kpi_as_of_age_seconds",
                         "Age of the instant up to which everything in the log is counted."),
      rebuilding_("recourse_kpi_rebuilding", "1 while the figures are not the whole, else 0."),
      rebuild_progress_("recourse_kpi_rebuild_progress_ratio",
                        "Share of the log that has been counted again, 1 when all of it."),
      unreadable_records_("recourse_kpi_unreadable_records",
                          "Records of the log that could not be counted and are left out.") {
  readiness_.SetNotReady(kCondition, "Redis has not answered yet: wait a few seconds");
}

void KpiWatch::Start() {
  worker_ = Worker("kpi-watch", [this](const std::stop_token& stop) {
    do {
      Look();
    } while (SleepFor(stop, kEvery));
  });
}

void KpiWatch::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void KpiWatch::Look() {
  const auto reading = counters_.Read(Window::kFiveMinutes);
  if (!reading.ok()) {
    readiness_.SetNotReady(kCondition, std::string(reading.status().message()));
    return;
  }
  readiness_.SetReady(kCondition);
  Show(*reading);
}

void KpiWatch::Show(const Reading& reading) {
  const Freshness& tickets = reading.tickets;
  const Freshness& loops = reading.loops;
  rebuilding_.Set(tickets.rebuilding || loops.rebuilding ? 1 : 0);
  rebuild_progress_.Set((tickets.rebuilt_share + loops.rebuilt_share) / 2);
  unreadable_records_.Set(static_cast<double>(UnreadableOf(reading.sums.now)));
  if (!tickets.as_of) return;
  const Timestamp as_of = loops.as_of ? std::min(*tickets.as_of, *loops.as_of) : *tickets.as_of;
  const std::chrono::duration<double> age = now_() - as_of;
  as_of_age_seconds_.Set(age.count());
}

}  // namespace recourse::kpi
