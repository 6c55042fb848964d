#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"
#include "services/common/runtime/record.h"

namespace recourse {

// How many copies there are, and how many of them must have a record before it is acknowledged, is
// the log's to say: its default.replication.factor and min.insync.replicas.
struct TopicPlan {
  std::string name;
  int partitions = kPartitions;
  std::chrono::hours retention = std::chrono::hours(24 * 30);
};

// Makes those topics that are not there and waits until all have their leaders. A topic that is
// there stays as it is. FAILED_PRECONDITION when one has another number of partitions: numbers and
// keys would no longer meet, so the caller must not start. UNAVAILABLE when the log was not reached
// within `deadline`, or has fewer brokers than copies by default: ask again.
Status EnsureTopics(const KafkaSettings& settings, const std::vector<TopicPlan>& plans,
                    std::chrono::milliseconds deadline);

}  // namespace recourse
