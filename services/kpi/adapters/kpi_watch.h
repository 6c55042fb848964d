#pragma once

#include "services/common/process/metrics.h"
#include "services/common/process/readiness.h"
#include "services/common/process/worker.h"
#include "services/kpi/adapters/kpi_counters.h"

namespace recourse::kpi {

// Looks at the counters each second, says whether they can be read, and shows their state as
// metrics.
class KpiWatch {
 public:
  static constexpr std::chrono::milliseconds kEvery{1000};

  // All outlive this.
  KpiWatch(KpiCounters& counters, KpiCounters::Now now, Readiness& readiness);
  void Start();
  void Stop();

  void Look();

 private:
  void Show(const Reading& reading);

  KpiCounters& counters_;
  const KpiCounters::Now now_;
  Readiness& readiness_;
  Gauge as_of_age_seconds_;
  Gauge rebuilding_;
  Gauge rebuild_progress_;
  Gauge unreadable_records_;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse::kpi
