#include "services/common/kafka/events.h"

#include <algorithm>

#include "services/common/process/log.h"

namespace recourse {

void KafkaEvents::event_cb(RdKafka::Event& event) {
  switch (event.type()) {
    case RdKafka::Event::EVENT_ERROR:
      if (event.err() == RdKafka::ERR__ALL_BROKERS_DOWN) {
        all_down_since_ = std::min(all_down_since_, std::chrono::steady_clock::now());
      }
      return;
    case RdKafka::Event::EVENT_LOG: {
      const bool bad = event.severity() <= RdKafka::Event::EVENT_SEVERITY_WARNING;
      if (Quiet(event.fac())) return;
      Log(bad ? LogLevel::kWarning : LogLevel::kInfo, "kafka client says",
          {{"kind", event.fac()}, {"text", event.str()}});
      return;
    }
    default:
      return;
  }
}

bool KafkaEvents::Quiet(const std::string& kind) {
  const auto now = std::chrono::steady_clock::now();
  std::lock_guard lock(mutex_);
  const auto [found, fresh] = written_.emplace(kind, now);
  if (!fresh && now - found->second < kQuiet) return true;
  found->second = now;
  return false;
}

}  // namespace recourse
