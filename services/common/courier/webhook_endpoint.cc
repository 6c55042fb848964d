#include "services/common/courier/webhook_endpoint.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "services/common/courier/base64.h"
#include "services/common/process/json.h"

namespace recourse {
namespace {

namespace json = boost::json;

constexpr std::string_view kSecretPrefix = "whsec_";

Status Fault(const std::string& name, const std::string& what) {
  return absl::InvalidArgumentError("endpoint " + name + ": " + what);
}

// A name is shown and counted by, so it is a word.
bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos;
}

// What stands between the scheme and the path, without a user's name: http://good@evil is refused.
Status CheckUrl(const std::string& name, const WebhookEndpoint& endpoint) {
  const std::string& url = endpoint.url;
  const bool plain = url.starts_with("http://");
  if (!plain && !url.starts_with("https://")) return Fault(name, "url must begin with https://");
  if (plain && !endpoint.private_network) {
    return Fault(name, "http:// is only for a private network: https://, or private_network true");
  }
  const std::size_t begin = url.find("://") + 3;
  const std::string host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const bool printable =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
  if (host.empty() || host.find('@') != std::string::npos || !printable ||
      url.find('#') != std::string::npos) {
    return Fault(name, "url must be a plain address: https://host/path, without a user or a #");
  }
  return absl::OkStatus();
}

StatusOr<Secret> ReadSecret(const std::string& name, const json::value& value) {
  const auto* text = value.if_string();
  const auto bytes = text != nullptr && std::string_view(*text).starts_with(kSecretPrefix)
                         ? DecodeBase64(std::string_view(*text).substr(kSecretPrefix.size()))
                         : std::nullopt;
  if (!bytes || bytes->size() < kWebhookSecretBytesMin || bytes->size() > kWebhookSecretBytesMax) {
    return Fault(name, "a secret is whsec_ and 24 to 64 bytes in base64");
  }
  return Secret(*bytes);
}

StatusOr<std::vector<Secret>> ReadSecrets(const std::string& name, const json::value* value) {
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->empty() || list->size() > kWebhookSecretsMax) {
    return Fault(name, "secrets must be a list of one to four");
  }
  std::vector<Secret> secrets;
  for (const json::value& entry : *list) {
    auto secret = ReadSecret(name, entry);
    if (!secret.ok()) return secret.status();
    secrets.push_back(*std::move(secret));
  }
  return secrets;
}

StatusOr<WebhookEndpoint> ReadEndpoint(const std::string& name, const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return Fault(name, "an object with url and secrets is expected");
  for (const auto& [key, member] : *object) {
    if (key != "url" && key != "secrets" && key != "private_network") {
      return Fault(name, "there is no \"" + std::string(key) +
                             "\": it has url, secrets and private_network");
    }
  }
  const auto* url = object->if_contains("url");
  const auto* is_private = object->if_contains("private_network");
  if (url == nullptr || !url->is_string()) return Fault(name, "url is missing");
  if (is_private != nullptr && !is_private->is_bool()) {
    return Fault(name, "private_network must be true or false");
  }
  auto secrets = ReadSecrets(name, object->if_contains("secrets"));
  if (!secrets.ok()) return secrets.status();
  WebhookEndpoint endpoint{std::string(url->get_string()), *std::move(secrets),
                           is_private != nullptr && is_private->get_bool()};
  if (Status s = CheckUrl(name, endpoint); !s.ok()) return s;
  return endpoint;
}

}  // namespace

StatusOr<WebhookEndpoints> ParseWebhookEndpoints(std::string_view document) {
  const auto parsed = ParseJsonObject(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(fault->slug + ": " + fault->detail);
  }
  WebhookEndpoints endpoints;
  for (const auto& [key, value] : std::get<json::object>(parsed)) {
    const std::string name(key);
    if (!IsName(name)) {
      return Fault(name, "a name has up to 64 of the letters a-z, digits and - _ .");
    }
    auto endpoint = ReadEndpoint(name, value);
    if (!endpoint.ok()) return endpoint.status();
    endpoints.emplace(name, *std::move(endpoint));
  }
  return endpoints;
}

}  // namespace recourse
