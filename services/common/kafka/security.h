#pragma once

#include <cstddef>
#include <string_view>

#include "services/common/core/status.h"
#include "services/common/kafka/settings.h"

namespace recourse {

inline constexpr std::size_t kKafkaSecurityBytesMax = 64 * 1024;

// What a cluster asks of those who connect: TLS, a name, a password. Lines `name=value` in
// librdkafka's words, of which those that begin with `security.`, `ssl.`, `sasl.` or `enable.ssl.`
// are taken; blank lines and those that begin with # are passed over, spaces around either side
// too. INVALID_ARGUMENT names the line and what is wrong, never a value: it may be a password.
StatusOr<KafkaProperties> ParseKafkaSecurity(std::string_view text);

}  // namespace recourse
