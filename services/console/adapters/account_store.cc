#include "services/console/adapters/account_store.h"

namespace recourse::console {
namespace {

constexpr const char* kFind =
    "SELECT user_name, account_id, role, scope, password_hash FROM accounts WHERE user_name = $1";
constexpr const char* kList =
    "SELECT user_name, account_id, role, scope FROM accounts ORDER BY user_name LIMIT $1";
// One statement, so that no session of the old password outlives it.
constexpr const char* kPut = R"(
    WITH ended AS (DELETE FROM sessions WHERE user_name = $1)
    INSERT INTO accounts (user_name, password_hash, role, scope) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_name) DO UPDATE
    SET password_hash = excluded.password_hash, role = excluded.role, scope = excluded.scope,
        changed_time = clock_timestamp())";

}  // namespace

StatusOr<std::optional<AccountSecret>> AccountStore::Find(const std::string& user_name) {
  const auto found = pool_.Ask({kFind, Params().Text(user_name)});
  if (!found.ok()) return found.status();
  if (found->rows() == 0) return std::optional<AccountSecret>();
  return std::optional<AccountSecret>(
      AccountSecret{{found->Text(0, 0), found->Uuid(0, 1), found->Text(0, 2), found->Text(0, 3)},
                    found->Text(0, 4)});
}

StatusOr<std::vector<Account>> AccountStore::List() {
  const auto found = pool_.Ask({kList, Params().Int(kMaxListed)});
  if (!found.ok()) return found.status();
  std::vector<Account> accounts;
  for (int i = 0; i < found->rows(); ++i) {
    accounts.push_back(
        {found->Text(i, 0), found->Uuid(i, 1), found->Text(i, 2), found->Text(i, 3)});
  }
  return accounts;
}

Status AccountStore::Put(const std::string& user_name, const std::string& password_hash,
                         const std::string& role, const std::string& scope) {
  return pool_
      .Ask({kPut, Params().Text(user_name).Text(password_hash).Text(role).Text(scope)})
      .status();
}

}  // namespace recourse::console
