#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "services/common/process/secret.h"
#include "services/console/adapters/session_store.h"
#include "services/console/domain/sign_in_limit.h"

namespace recourse::console {

struct SignedIn {
  Account account;
  std::string token;
};
struct WrongPassword {};
// The password was right and is one that somebody else has read: he is let in with one of his own.
struct PasswordToChange {};
// Why the new password is none.
struct NewPasswordRefused {
  std::string sentence;
};
struct TooManyTries {
  std::chrono::seconds wait{};
};

// Lets people in by name and password. Thread-safe; blocks, for a hash takes its time.
class SignInDesk {
 public:
  SignInDesk(AccountStore& accounts, SessionStore& sessions)
      : accounts_(accounts), sessions_(sessions) {}

  using Outcome =
      std::variant<SignedIn, WrongPassword, PasswordToChange, NewPasswordRefused, TooManyTries>;
  // `address` is the client's, without its port. A new password, where there is one, becomes the
  // account's before he is let in.
  StatusOr<Outcome> SignIn(const std::string& user_name, const Secret& password,
                           const std::optional<Secret>& new_password, const std::string& address);

 private:
  StatusOr<Outcome> LetIn(const AccountSecret& found, const std::string& password_hash,
                          const std::string& address);
  // The hash of the new password, or why it is none.
  StatusOr<std::variant<std::string, NewPasswordRefused>> Choose(const AccountSecret& found,
                                                                 const Secret& password,
                                                                 const Secret& new_password);
  std::optional<Duration> Begin(const std::string& user_name, const std::string& address);

  AccountStore& accounts_;
  SessionStore& sessions_;
  std::mutex mutex_;
  SignInLimit limit_;
};

}  // namespace recourse::console
