#include "services/console/adapters/password.h"

#include <argon2.h>

#include <array>

#include "services/common/core/check.h"
#include "services/console/adapters/token.h"

namespace recourse::console {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kEncodedBytes = 256;

}  // namespace

Status CheckNewPassword(const std::string& user_name, const Secret& password) {
  const std::string& text = password.Reveal();
  if (text.size() < kMinPasswordBytes || text.size() > kMaxPasswordBytes) {
    return absl::InvalidArgumentError("a password has " + std::to_string(kMinPasswordBytes) +
                                      " to " + std::to_string(kMaxPasswordBytes) + " bytes");
  }
  if (text == user_name) return absl::InvalidArgumentError("a password is not the user's name");
  return absl::OkStatus();
}

StatusOr<std::string> HashPassword(const Secret& password) {
  const std::string salt = RandomBytes(kSaltBytes);
  std::array<char, kEncodedBytes> encoded{};
  const int result = argon2id_hash_encoded(
      kHashPasses, kHashMemoryKib, kHashLanes, password.Reveal().data(), password.Reveal().size(),
      salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  if (result != ARGON2_OK) {
    return absl::ResourceExhaustedError(std::string("argon2: ") + argon2_error_message(result));
  }
  return std::string(encoded.data());
}

bool VerifyPassword(const std::string& password_hash, const Secret& password) {
  return argon2id_verify(password_hash.c_str(), password.Reveal().data(),
                         password.Reveal().size()) == ARGON2_OK;
}

std::string NewOneTimePassword() {
  // Without i, l, o and u.
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
  static_assert(kLetters.size() == 32);
  constexpr std::size_t kCount = 16, kGroup = 4;
  const std::string chance = RandomBytes(kCount);
  std::string password;
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i > 0 && i % kGroup == 0) password += '-';
    password += kLetters[static_cast<unsigned char>(chance[i]) % kLetters.size()];
  }
  return password;
}

const std::string& NobodysHash() {
  static const std::string hash = [] {
    const auto made = HashPassword(Secret(RandomBytes(kHashBytes)));
    RECOURSE_CHECK(made.ok());
    return *made;
  }();
  return hash;
}

}  // namespace recourse::console
