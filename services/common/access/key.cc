#include "services/common/access/key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "services/common/access/base64url.h"
#include "services/common/access/revoked_keys.h"
#include "services/common/core/check.h"
#include "services/common/process/environment.h"
#include "services/common/process/json.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "rk1.";
constexpr std::size_t kMacBytes = 32;

Status Refused() {
  return absl::UnauthenticatedError(
      "The key is not one of ours. Send `authorization: Bearer <key>` with a key that an "
      "administrator made (recoursectl key create).");
}

Status Ended() {
  return absl::UnauthenticatedError(
      "The key has ended. Ask an administrator for a new one (recoursectl key create).");
}

bool IsPlainText(const std::string& text, std::size_t most, bool may_be_empty) {
  return (may_be_empty || !text.empty()) && text.size() <= most && IsUtf8(text) &&
         text.find('\0') == std::string::npos;
}

std::optional<std::string> TextOf(const json::object& claims, const char* name) {
  const json::value* value = claims.if_contains(name);
  if (value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  return std::string(value->get_string());
}

// The claims are genuine by now, so what does not fit was minted by a version that this one does
// not know: an unknown role or claim is refused, never guessed.
std::optional<Caller> CallerOf(const json::object& claims) {
  const auto id = TextOf(claims, "id");
  const auto role = ParseRole(TextOf(claims, "role").value_or(""));
  const auto scope = TextOf(claims, "scope");
  const auto name = TextOf(claims, "name");
  const std::size_t expected = claims.contains("exp") ? 5 : 4;
  if (!id || id->empty() || !role || !scope || !name || claims.size() != expected) {
    return std::nullopt;
  }
  return Caller{*id, *role, *scope, *name};
}

StatusOr<Caller> Read(const std::string& claims_text, Timestamp now) {
  const auto parsed = ParseJsonObject(claims_text);
  const auto* claims = std::get_if<json::object>(&parsed);
  const auto caller = claims == nullptr ? std::nullopt : CallerOf(*claims);
  if (!caller) {
    return Refused();
  }
  if (const json::value* expiry = claims->if_contains("exp")) {
    if (!expiry->is_int64()) {
      return Refused();
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    if (seconds.count() >= expiry->get_int64()) {
      return Ended();
    }
  }
  return *caller;
}

Status Revoked() {
  return absl::UnauthenticatedError(
      "The key was revoked. Ask an administrator for a new one (recoursectl key create).");
}

}  // namespace

std::string KeyMac(const Secret& secret, std::string_view text) {
  std::string mac(kMacBytes, '\0');
  unsigned length = 0;
  const auto* done =
      HMAC(EVP_sha256(), secret.Reveal().data(), static_cast<int>(secret.Reveal().size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(mac.data()), &length);
  RECOURSE_CHECK(done != nullptr && length == kMacBytes);
  return mac;
}

StatusOr<std::string> MintKey(const Secret& secret, const Caller& caller,
                              std::optional<Timestamp> expire_time) {
  if (secret.Reveal().size() < kMinSecretBytes) {
    return absl::InvalidArgumentError("the secret that signs keys has fewer than 32 bytes");
  }
  if (!IsPlainText(caller.id, kMaxKeyIdBytes, false) ||
      !IsPlainText(caller.scope, kMaxKeyIdBytes, true) ||
      !IsPlainText(caller.name, kMaxKeyNameBytes, false)) {
    return absl::InvalidArgumentError(
        "a key needs an id and a name, in UTF-8, at most 128 and 256 bytes, and a scope of at "
        "most 128 bytes");
  }
  json::object claims{{"id", caller.id},
                      {"role", std::string(RoleName(caller.role))},
                      {"scope", caller.scope},
                      {"name", caller.name}};
  if (expire_time) {
    claims["exp"] =
        std::chrono::floor<std::chrono::seconds>(expire_time->time_since_epoch()).count();
  }
  const std::string body = std::string(kPrefix) + EncodeBase64Url(json::serialize(claims));
  return body + "." + EncodeBase64Url(KeyMac(secret, body));
}

StatusOr<Caller> CheckKey(const Secret& secret, std::string_view key, Timestamp now) {
  const std::size_t dot = key.rfind('.');
  if (key.size() > kMaxKeyBytes || !key.starts_with(kPrefix) || dot < kPrefix.size() ||
      secret.Reveal().size() < kMinSecretBytes) {
    return Refused();
  }
  const auto mac = DecodeBase64Url(key.substr(dot + 1));
  if (!mac || mac->size() != kMacBytes) {
    return Refused();
  }
  const std::string right = KeyMac(secret, key.substr(0, dot));
  if (CRYPTO_memcmp(mac->data(), right.data(), kMacBytes) != 0) {
    return Refused();
  }
  const auto claims = DecodeBase64Url(key.substr(kPrefix.size(), dot - kPrefix.size()));
  auto caller = claims ? Read(*claims, now) : Refused();
  if (caller.ok() && RevokedKeys::OfProcess().Has(caller->id)) return Revoked();
  return caller;
}

bool IsKeyId(std::string_view id) {
  return id.size() == 34 && id.starts_with("k-") &&
         id.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

std::string NewKeyId() {
  std::array<unsigned char, 16> random{};
  RECOURSE_CHECK(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = "k-";
  for (const unsigned char byte : random) {
    id.push_back(kDigits[byte >> 4U]);
    id.push_back(kDigits[byte & 0x0fU]);
  }
  return id;
}

}  // namespace recourse
