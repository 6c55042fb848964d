#pragma once

#include <string>

#include "services/common/kafka/settings.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// Readers of all partitions of one topic from its end, without a group and without commits.
LogTailFactory KafkaLogTails(KafkaSettings settings, std::string topic);

}  // namespace recourse
