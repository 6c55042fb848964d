#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/access/caller.h"
#include "services/common/core/status.h"
#include "services/common/core/time.h"
#include "services/common/process/secret.h"

namespace recourse {

// A key is `rk1.<claims>.<mac>`, both base64url without padding: the claims are a JSON object with
// id, role, scope, name and, where it ends, exp (seconds since 1970); the mac is HMAC-SHA256 over
// everything before its dot. Whoever holds the secret can check a key alone.
inline constexpr std::size_t kMaxKeyBytes = 4096;
inline constexpr std::size_t kMaxKeyNameBytes = 256;
inline constexpr std::size_t kMaxKeyIdBytes = 128;

// InvalidArgument when a claim is empty, too long or not UTF-8, or the secret too short.
StatusOr<std::string> MintKey(const Secret& secret, const Caller& caller,
                              std::optional<Timestamp> expire_time = std::nullopt);

// Unauthenticated, with one and the same sentence for whatever is wrong with it; only a key that is
// genuine and has ended, or that this process knows to be revoked (revoked_keys.h), is told so.
StatusOr<Caller> CheckKey(const Secret& secret, std::string_view key, Timestamp now);

// An id for a new key: "k-" and 128 random bits in hexadecimal.
std::string NewKeyId();
bool IsKeyId(std::string_view id);

// HMAC-SHA256, 32 bytes: what the secret is used for.
std::string KeyMac(const Secret& secret, std::string_view text);

}  // namespace recourse
