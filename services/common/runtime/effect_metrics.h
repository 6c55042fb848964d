#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "services/common/process/metrics.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

// What the effects loop shows of itself. Thread-safe: all is made at once.
class EffectMetrics {
 public:
  explicit EffectMetrics(const std::string& service);
  void ObserveAttempt(EffectKind kind, SendOutcome::Kind outcome,
                      std::chrono::duration<double> duration);
  void CountEnd(EffectKind kind, EffectOutcome outcome);
  void Show(const EffectCounts& counts);

 private:
  std::map<std::pair<EffectKind, SendOutcome::Kind>, Histogram> durations_;
  std::map<EffectKind, Counter> delivered_;
  std::map<EffectKind, Counter> failed_;
  Gauge pending_;
  Gauge unknown_;
  Gauge oldest_age_;
};

}  // namespace recourse
