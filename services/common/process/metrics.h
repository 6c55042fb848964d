#pragma once

#include <map>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace recourse {

// Names and label values are few and fixed: a label never carries an id or a text from outside.
using MetricLabels = std::map<std::string, std::string>;

// Handles of the one registry of the process. Cheap to copy, thread-safe, valid for ever. Making
// the same name and labels again gives the same metric. Make them once and keep them: making takes
// a lock, bumping does not. Every name stands in deploy/metrics.yaml.
class Counter {
 public:
  Counter(const std::string& name, const std::string& help, const MetricLabels& labels = {});
  void Add(double amount = 1);
  double Value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  Gauge(const std::string& name, const std::string& help, const MetricLabels& labels = {});
  void Set(double value);
  void Add(double amount);
  double Value() const;

 private:
  prometheus::Gauge* gauge_;
};

// From half a millisecond to a minute: what a call, a batch or a commit takes here.
extern const std::vector<double> kLatencyBucketsSeconds;

class Histogram {
 public:
  Histogram(const std::string& name, const std::string& help, const MetricLabels& labels = {},
            const std::vector<double>& buckets = kLatencyBucketsSeconds);
  void Observe(double value);

 private:
  prometheus::Histogram* histogram_;
};

// Everything as Prometheus reads it, text format 0.0.4.
std::string RenderMetrics();

}  // namespace recourse
