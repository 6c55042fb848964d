#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/core/uuid.h"
#include "services/common/postgres/pool.h"

namespace recourse::console {

struct Account {
  std::string user_name;
  Uuid account_id;
  std::string role;
  std::string scope;
};

struct AccountSecret {
  Account account;
  std::string password_hash;
};

// Local accounts. Thread-safe.
class AccountStore {
 public:
  explicit AccountStore(Pool& pool) : pool_(pool) {}

  StatusOr<std::optional<AccountSecret>> Find(const std::string& user_name);
  // At most kMaxListed, by name.
  static constexpr int kMaxListed = 2'000;
  StatusOr<std::vector<Account>> List();
  // Makes the account or gives it this password, role and scope; ends its sessions.
  Status Put(const std::string& user_name, const std::string& password_hash,
             const std::string& role, const std::string& scope);

 private:
  Pool& pool_;
};

}  // namespace recourse::console
