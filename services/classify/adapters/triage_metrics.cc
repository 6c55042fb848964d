#include "services/classify/adapters/triage_metrics.h"

namespace recourse::classify {

TriageMetrics::TriageMetrics(Pool& pool)
    : queries_(pool),
      waiting_("recourse_classify_triage_waiting",
               "Feedback that nobody was sure of and that waits for a person."),
      oldest_age_("recourse_classify_triage_oldest_age_seconds",
                  "Age of the oldest feedback that waits for a person.") {}

void TriageMetrics::Start() {
  worker_ = Worker("triage", [this](const std::stop_token& stop) {
    do Look();
    while (SleepFor(stop, kLookEvery));
  });
}

void TriageMetrics::Look() {
  const auto waiting = queries_.Look();
  if (!waiting.ok()) return;
  waiting_.Set(static_cast<double>(waiting->count));
  oldest_age_.Set(std::chrono::duration<double>(waiting->age.value_or(Duration{})).count());
}

}  // namespace recourse::classify
