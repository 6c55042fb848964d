#pragma once

#include <functional>
#include <string>

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"
#include "services/common/runtime/record.h"

namespace recourse::ctl::verify {

// Reads a topic from its first record to where it ends now, all partitions, without a group.
Status ReadTopic(const KafkaSettings& settings, const std::string& topic,
                 const std::function<void(const RawRecord&)>& listener);

}  // namespace recourse::ctl::verify
