#pragma once

#include <mutex>
#include <string>
#include <variant>

#include "services/console/adapters/session_store.h"
#include "services/console/domain/sign_in_limit.h"
#include "services/common/process/secret.h"

namespace recourse::console {

struct SignedIn {
  Account account;
  std::string token;
};
struct WrongPassword {};
struct TooManyTries {
  std::chrono::seconds wait{};
};

// Lets people in by name and password. Thread-safe; blocks, for a hash takes its time.
class SignInDesk {
 public:
  SignInDesk(AccountStore& accounts, SessionStore& sessions)
      : accounts_(accounts), sessions_(sessions) {}

  using Outcome = std::variant<SignedIn, WrongPassword, TooManyTries>;
  // `address` is the client's, without its port.
  StatusOr<Outcome> SignIn(const std::string& user_name, const Secret& password,
                           const std::string& address);

 private:
  std::optional<Duration> Begin(const std::string& user_name, const std::string& address);

  AccountStore& accounts_;
  SessionStore& sessions_;
  std::mutex mutex_;
  SignInLimit limit_;
};

}  // namespace recourse::console
