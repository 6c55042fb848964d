#include "services/common/process/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "services/common/process/log.h"

namespace recourse {
namespace {

// Never destroyed: threads that outlive main's statics may still count.
prometheus::Registry& TheRegistry() {
  static auto* registry = new prometheus::Registry();
  return *registry;
}

}  // namespace

const std::vector<double> kLatencyBucketsSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

Counter::Counter(const std::string& name, const std::string& help, const MetricLabels& labels)
    : counter_(
          &prometheus::BuildCounter().Name(name).Help(help).Register(TheRegistry()).Add(labels)) {}
void Counter::Add(double amount) { counter_->Increment(amount); }
double Counter::Value() const { return counter_->Value(); }

Gauge::Gauge(const std::string& name, const std::string& help, const MetricLabels& labels)
    : gauge_(&prometheus::BuildGauge().Name(name).Help(help).Register(TheRegistry()).Add(labels)) {}
void Gauge::Set(double value) { gauge_->Set(value); }
void Gauge::Add(double amount) { gauge_->Increment(amount); }
double Gauge::Value() const { return gauge_->Value(); }

Histogram::Histogram(const std::string& name, const std::string& help, const MetricLabels& labels,
                     const std::vector<double>& buckets)
    : histogram_(&prometheus::BuildHistogram()
                      .Name(name)
                      .Help(help)
                      .Register(TheRegistry())
                      .Add(labels, buckets)) {}
void Histogram::Observe(double value) { histogram_->Observe(value); }

std::string RenderMetrics() {
  static Gauge dropped("recourse_log_dropped_lines",
                       "Log lines that were dropped because nobody took them");
  dropped.Set(static_cast<double>(DroppedLogLines()));
  return prometheus::TextSerializer().Serialize(TheRegistry().Collect());
}

}  // namespace recourse
