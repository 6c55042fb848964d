#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"
#include "services/common/runtime/record.h"

namespace recourse {

struct TopicPlan {
  std::string name;
  int partitions = kPartitions;
  int replication_factor = 1;
  std::chrono::hours retention = std::chrono::hours(24 * 30);
};

// Makes those topics that are not there and waits until all have their leaders. A topic that is
// there stays as it is. FAILED_PRECONDITION when one has another number of partitions: numbers and
// keys would no longer meet, so the caller must not start. UNAVAILABLE when the log was not reached
// within `deadline`: ask again.
Status EnsureTopics(const KafkaSettings& settings, const std::vector<TopicPlan>& plans,
                    std::chrono::milliseconds deadline);

}  // namespace recourse
