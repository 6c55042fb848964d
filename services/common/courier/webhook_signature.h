#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/time.h"
#include "services/common/process/secret.h"

namespace recourse {

// The three headers of Standard Webhooks, each a line: webhook-id, webhook-timestamp, and
// webhook-signature with one `v1,<base64 of HMAC-SHA256>` over "id.timestamp.body" for each secret.
std::vector<std::string> WebhookHeaders(std::string_view id, Timestamp time, std::string_view body,
                                        const std::vector<Secret>& secrets);

}  // namespace recourse
