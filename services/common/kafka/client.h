#pragma once

#include <librdkafka/rdkafkacpp.h>

#include <memory>
#include <string>

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"

namespace recourse {

// What every client has in common, and `properties` besides. A property that the library does not
// know is a broken assumption.
std::unique_ptr<RdKafka::Conf> KafkaConf(const KafkaSettings& settings,
                                         const KafkaProperties& properties);

// The one place where the library's errors become ours.
Status KafkaStatus(RdKafka::ErrorCode code, const std::string& what);

}  // namespace recourse
