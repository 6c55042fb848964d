#pragma once

#include <optional>
#include <string>

#include "services/common/runtime/log_ports.h"

namespace recourse {

// CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the value is the protobuf.
Headers CloudEventHeaders(const Outgoing& record);

// Fills place and id from `record.headers`. What does not carry exactly what CloudEventHeaders
// writes there is a stray: place 0, and an id of its own that follows from where it lies.
void ReadCloudEvent(RawRecord& record);

// "2026-11-22T15:43:50.123Z"
std::string FormatTime(Timestamp time);

}  // namespace recourse
