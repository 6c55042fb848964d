#pragma once

#include <chrono>

#include "services/classify/adapters/triage_store.h"
#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"

namespace recourse::classify {

// recourse_classify_triage_waiting (at most kWaitingCountMax) and
// recourse_classify_triage_oldest_age_seconds, looked at each kLookEvery by an index.
class TriageMetrics {
 public:
  static constexpr std::chrono::seconds kLookEvery{10};

  explicit TriageMetrics(Pool& pool);
  void Start();
  void Stop() {
    worker_.RequestStop();
    worker_.Join();
  }
  // One look; where the store does not answer the figures stay what they were.
  void Look();

 private:
  TriageQueries queries_;
  Gauge waiting_;
  Gauge oldest_age_;
  Worker worker_;
};

}  // namespace recourse::classify
