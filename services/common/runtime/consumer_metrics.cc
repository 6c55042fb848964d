#include "services/common/runtime/consumer_metrics.h"

namespace recourse {

void ConsumerMetrics::ObserveHandle(const std::string& topic, const std::string& outcome,
                                    std::chrono::duration<double> duration) {
  durations_
      .try_emplace({topic, outcome}, "recourse_event_handle_duration_seconds",
                   "Time of one transaction that handled records of a topic",
                   MetricLabels{{"service", service_}, {"topic", topic}, {"outcome", outcome}})
      .first->second.Observe(duration.count());
}

void ConsumerMetrics::AddHandled(const std::string& topic, std::size_t events) {
  handled_
      .try_emplace(topic, "recourse_events_handled_total", "Records of a topic that were handled",
                   MetricLabels{{"service", service_}, {"topic", topic}})
      .first->second.Add(static_cast<double>(events));
}

void ConsumerMetrics::SetLag(const Partition& partition, std::int64_t records) {
  lags_
      .try_emplace(partition, "recourse_consumer_lag_records",
                   "Records of the log that this service has not handled yet",
                   MetricLabels{{"service", service_},
                                {"topic", partition.topic},
                                {"partition", std::to_string(partition.number)}})
      .first->second.Set(static_cast<double>(records));
}

}  // namespace recourse
