#pragma once

#include "services/common/kafka/settings.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// Records and bytes that wait in one writer for the log.
inline constexpr int kWriterRecordsMax = 20'000;
inline constexpr int kWriterKilobytesMax = 64 * 1024;

// Writers that are idempotent within their life: in order, without repeats, until their first
// error.
LogWriterFactory KafkaLogWriters(KafkaSettings settings);

}  // namespace recourse
