#pragma once

#include <string>

#include "services/common/runtime/log_ports.h"

namespace recourse {

// CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the value is the protobuf.
Headers CloudEventHeaders(const Outgoing& record);

// Fills place and id from `record.headers`. Where ce_id, ce_sequence or ce_epoch is absent or not
// in the form of CloudEventHeaders, the record is a stray: place 0, and an id that follows from
// where it lies and what it holds.
void ReadCloudEvent(RawRecord& record);

// "2026-11-22T15:43:50.123Z"
std::string FormatTime(Timestamp time);

}  // namespace recourse
