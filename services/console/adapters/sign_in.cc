#include "services/console/adapters/sign_in.h"

#include "services/console/adapters/password.h"
#include "services/console/adapters/token.h"

namespace recourse::console {

// Monotonic, so that setting the clock frees nobody.
std::optional<Duration> SignInDesk::Begin(const std::string& user_name,
                                          const std::string& address) {
  const Timestamp now(std::chrono::duration_cast<Duration>(
      std::chrono::steady_clock::now().time_since_epoch()));
  const std::lock_guard lock(mutex_);
  return limit_.Begin(user_name, address, now);
}

StatusOr<SignInDesk::Outcome> SignInDesk::SignIn(const std::string& user_name,
                                                 const Secret& password,
                                                 const std::string& address) {
  if (const auto wait = Begin(user_name, address)) {
    return TooManyTries{std::chrono::ceil<std::chrono::seconds>(*wait)};
  }
  const auto found = accounts_.Find(user_name);
  if (!found.ok()) return found.status();
  const std::string& hash = *found ? (*found)->password_hash : NobodysHash();
  const bool right = VerifyPassword(hash, password);
  if (!*found || !right) return WrongPassword{};
  SignedIn signed_in{(*found)->account, NewToken()};
  if (const Status made = sessions_.Create(HashToken(signed_in.token), user_name); !made.ok()) {
    return made;
  }
  const std::lock_guard lock(mutex_);
  limit_.Succeeded(user_name, address);
  return signed_in;
}

}  // namespace recourse::console
