#include "services/classify/adapters/matter_metric.h"

namespace recourse::classify {
namespace {

Counter CounterOf(const char* outcome) {
  return Counter("recourse_classify_matters_total",
                 "Feedback by whether it may be of a matter that was heard of already.",
                 {{"outcome", outcome}});
}

}  // namespace

MatterMetric::MatterMetric()
    : counters_{CounterOf("late"), CounterOf("alone"), CounterOf("similar"), CounterOf("cluster")} {
}

}  // namespace recourse::classify
