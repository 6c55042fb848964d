#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "services/common/process/metrics.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// What a consumer shows of itself. Not thread-safe: for the consumer's thread.
class ConsumerMetrics {
 public:
  explicit ConsumerMetrics(std::string service) : service_(std::move(service)) {}
  // A call of the sink with records of `topic`; `outcome` is handled, retried or ended.
  void ObserveHandle(const std::string& topic, const std::string& outcome,
                     std::chrono::duration<double> duration);
  void AddHandled(const std::string& topic, std::size_t events);
  void SetLag(const Partition& partition, std::int64_t records);

 private:
  const std::string service_;
  std::map<std::pair<std::string, std::string>, Histogram> durations_;
  std::map<std::string, Counter> handled_;
  std::map<Partition, Gauge> lags_;
};

}  // namespace recourse
