#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/process/secret.h"

namespace recourse {

// Where webhooks of one name go.
struct WebhookEndpoint {
  std::string url;
  // The bytes of each; every request is signed with all, so that one can follow another.
  std::vector<Secret> secrets{};
  bool private_network = false;  // may be reached at a private address, and in the clear
};
using WebhookEndpoints = std::map<std::string, WebhookEndpoint>;

inline constexpr std::size_t kWebhookSecretsMax = 4;
inline constexpr std::size_t kWebhookSecretBytesMin = 24;  // as Standard Webhooks has it
inline constexpr std::size_t kWebhookSecretBytesMax = 64;

// {"sms": {"url": "https://...", "secrets": ["whsec_..."], "private_network": false}, ...}
// INVALID_ARGUMENT names the endpoint and what would be right, and repeats no secret.
StatusOr<WebhookEndpoints> ParseWebhookEndpoints(std::string_view document);

}  // namespace recourse
