#pragma once

#include <cstdint>
#include <string>

#include "services/common/core/status.h"
#include "services/common/process/secret.h"

namespace recourse::console {

// argon2id: about 20 ms of one core and 19 MiB a try.
inline constexpr std::uint32_t kHashPasses = 2;
inline constexpr std::uint32_t kHashMemoryKib = 19 * 1024;
inline constexpr std::uint32_t kHashLanes = 1;
inline constexpr std::size_t kMinPasswordBytes = 12;
inline constexpr std::size_t kMaxPasswordBytes = 128;

// Ok, or why a new password is none: too short, too long, or the user's own name.
Status CheckNewPassword(const std::string& user_name, const Secret& password);

// In argon2's own encoding, with a salt of its own.
StatusOr<std::string> HashPassword(const Secret& password);
bool VerifyPassword(const std::string& password_hash, const Secret& password);

// A password to be said once: 16 letters and digits that are told apart by ear and eye, 80 bits.
std::string NewOneTimePassword();

// The hash of a password that nobody has: verifying against it takes an unknown user's try as long
// as a known one's.
const std::string& NobodysHash();

}  // namespace recourse::console
