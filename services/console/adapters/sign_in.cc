#include "services/console/adapters/sign_in.h"

#include "services/console/adapters/password.h"
#include "services/console/adapters/token.h"

namespace recourse::console {

// Monotonic, so that setting the clock frees nobody.
std::optional<Duration> SignInDesk::Begin(const std::string& user_name,
                                          const std::string& address) {
  const Timestamp now(
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  const std::lock_guard lock(mutex_);
  return limit_.Begin(user_name, address, now);
}

StatusOr<SignInDesk::Outcome> SignInDesk::SignIn(const std::string& user_name,
                                                 const Secret& password,
                                                 const std::optional<Secret>& new_password,
                                                 const std::string& address) {
  if (const auto wait = Begin(user_name, address)) {
    return TooManyTries{std::chrono::ceil<std::chrono::seconds>(*wait)};
  }
  const auto found = accounts_.Find(user_name);
  if (!found.ok()) return found.status();
  const std::string& hash = *found ? (*found)->password_hash : NobodysHash();
  const bool right = VerifyPassword(hash, password);
  if (!*found || !right || (*found)->expired) return WrongPassword{};
  const AccountState state = (*found)->account.state;
  if (state == AccountState::kDisabled) return WrongPassword{};
  if (!new_password) {
    return state == AccountState::kNew ? Outcome(PasswordToChange{})
                                       : LetIn(**found, hash, address);
  }
  const auto chosen = Choose(**found, password, *new_password);
  if (!chosen.ok()) return chosen.status();
  if (const auto* refused = std::get_if<NewPasswordRefused>(&*chosen)) return *refused;
  return LetIn(**found, std::get<std::string>(*chosen), address);
}

StatusOr<std::variant<std::string, NewPasswordRefused>> SignInDesk::Choose(
    const AccountSecret& found, const Secret& password, const Secret& new_password) {
  using Chosen = std::variant<std::string, NewPasswordRefused>;
  const Status checked = CheckNewPassword(found.account.user_name, new_password);
  if (!checked.ok()) return Chosen(NewPasswordRefused{std::string(checked.message())});
  if (new_password.Reveal() == password.Reveal()) {
    return Chosen(NewPasswordRefused{"a new password is another than the old one"});
  }
  auto hash = HashPassword(new_password);
  if (!hash.ok()) return hash.status();
  const Status kept = accounts_.ChoosePassword(found.account.user_name, found.password_hash, *hash);
  if (!kept.ok()) return kept;
  return Chosen(*std::move(hash));
}

StatusOr<SignInDesk::Outcome> SignInDesk::LetIn(const AccountSecret& found,
                                                const std::string& password_hash,
                                                const std::string& address) {
  SignedIn signed_in{found.account, NewToken()};
  const std::string& user_name = found.account.user_name;
  const auto made = sessions_.Create(HashToken(signed_in.token), user_name, password_hash);
  if (!made.ok()) return made.status();
  if (!*made) return WrongPassword{};
  const std::lock_guard lock(mutex_);
  limit_.Succeeded(user_name, address);
  return signed_in;
}

}  // namespace recourse::console
