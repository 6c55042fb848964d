#include "services/recoursectl/verify/stored_counters.h"

#include <utility>

#include "services/common/redis/redis_counting.h"

namespace recourse::ctl::verify {
namespace {

// Buckets come up while they are read: then they are read again.
constexpr int kTriesMax = 5;

StatusOr<kpi::StoredPartition> ReadOne(Counting& counting, const Partition& partition) {
  auto stored = kpi::ReadStored(counting, partition);
  for (int i = 1; i < kTriesMax && stored.status().code() == StatusCode::kAborted; ++i) {
    stored = kpi::ReadStored(counting, partition);
  }
  return stored;
}

}  // namespace

StatusOr<std::map<Partition, kpi::StoredPartition>> ReadCounters(const RedisOptions& redis) {
  RedisConnection connection(redis);
  RedisCounting counting(connection);
  std::map<Partition, kpi::StoredPartition> counters;
  for (const char* topic : {kTicketTopic, kLoopTopic}) {
    for (int number = 0; number < kPartitions; ++number) {
      const Partition partition{topic, number};
      auto stored = ReadOne(counting, partition);
      if (!stored.ok()) return stored.status();
      counters.emplace(partition, *std::move(stored));
    }
  }
  return counters;
}

}  // namespace recourse::ctl::verify
