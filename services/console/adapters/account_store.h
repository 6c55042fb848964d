#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/core/uuid.h"
#include "services/common/postgres/pool.h"

namespace recourse::console {

// How somebody stands: he has still to choose a password of his own, may come in, or may not.
enum class AccountState { kNew, kActive, kDisabled };

struct Account {
  std::string user_name;
  // What tickets and facts know him by.
  std::string agent_id;
  std::string role;
  std::string scope;
  AccountState state = AccountState::kActive;
  Timestamp changed_time{};
};

struct AccountSecret {
  Account account;
  std::string password_hash;
  // A one-time password whose time has passed lets nobody in.
  bool expired = false;
};

// A password that somebody else has read is good for this long.
inline constexpr std::chrono::hours kOneTimeLife{72};

struct NewAccount {
  std::string user_name;
  std::string password_hash;
  std::string role;
  std::string scope;
  // Empty: the account makes one.
  std::string agent_id{};
  bool one_time = false;
};

// Local accounts. What ends a right ends the sessions in the same statement. Thread-safe.
class AccountStore {
 public:
  explicit AccountStore(Pool& pool) : pool_(pool) {}

  StatusOr<std::optional<AccountSecret>> Find(const std::string& user_name);
  // At most kMaxListed, by name, those after `after`.
  static constexpr int kMaxListed = 2'000;
  StatusOr<std::vector<Account>> List(const std::string& after = "", int limit = kMaxListed);
  // Makes the account or gives it this password, role and scope, and lets it in; ends its sessions.
  Status Put(const std::string& user_name, const std::string& password_hash,
             const std::string& role, const std::string& scope);

  // Each answers with the account as it stands then.
  // ALREADY_EXISTS: the name, or another account with the same agent_id.
  StatusOr<Account> Create(const NewAccount& account);
  // NOT_FOUND. A one-time password; a disabled account may come in again by it.
  StatusOr<Account> Reset(const std::string& user_name, const std::string& password_hash);
  StatusOr<Account> Disable(const std::string& user_name);
  StatusOr<Account> Change(const std::string& user_name, const std::string& role,
                           const std::string& scope);
  // By its owner: from `before`, which must still be his.
  Status ChoosePassword(const std::string& user_name, const std::string& before,
                        const std::string& password_hash);

 private:
  StatusOr<Account> ChangeOne(Statement statement, const std::string& user_name);

  Pool& pool_;
};

// One row of `RECOURSE_ACCOUNT`, from `column` on.
#define RECOURSE_ACCOUNT                                                                      \
  "user_name, agent_id, role, scope, disabled_time IS NOT NULL, one_time_until IS NOT NULL, " \
  "changed_time"
Account AccountAt(const Result& rows, int row);

}  // namespace recourse::console
