#pragma once

#include <string>
#include <vector>

#include "services/common/kafka/settings.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

struct KafkaGroup {
  std::string name;                 // such as recourse.routing
  std::vector<std::string> topics;  // of other services
};

// Members of a consumer group. The group only shares out partitions: where to begin is kept in the
// sink, and the offsets that the group commits are for people who look at lag.
LogReaderFactory KafkaLogReaders(KafkaSettings settings, KafkaGroup group);

}  // namespace recourse
