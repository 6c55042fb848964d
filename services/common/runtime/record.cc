#include "services/common/runtime/record.h"

namespace recourse {

std::string ToString(const Partition& partition) {
  return partition.topic + "/" + std::to_string(partition.number);
}

int PartitionOf(const Uuid& key) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::uint8_t byte : key.bytes) hash = (hash ^ byte) * 1099511628211ULL;
  return static_cast<int>(hash % kPartitions);
}

}  // namespace recourse
