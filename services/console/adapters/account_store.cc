#include "services/console/adapters/account_store.h"

namespace recourse::console {
namespace {

#define RECOURSE_SELECT "SELECT " RECOURSE_ACCOUNT
constexpr const char* kFind = RECOURSE_SELECT
    ", password_hash, coalesce(one_time_until <= clock_timestamp(), false) "
    "FROM accounts WHERE user_name = $1";
constexpr const char* kList =
    RECOURSE_SELECT " FROM accounts WHERE user_name > $1 ORDER BY user_name LIMIT $2";
// One statement, so that no session of the old password outlives it; one that is being made at this
// moment carries the old hash and is over by that.
#define RECOURSE_ENDED "WITH ended AS (DELETE FROM sessions WHERE user_name = $1) "
constexpr const char* kPut = RECOURSE_ENDED R"(
    INSERT INTO accounts (user_name, account_id, agent_id, password_hash, role, scope)
    SELECT $1, id, id::text, $2, $3, $4 FROM gen_random_uuid() AS id
    ON CONFLICT (user_name) DO UPDATE
    SET password_hash = excluded.password_hash, role = excluded.role, scope = excluded.scope,
        disabled_time = NULL, one_time_until = NULL, changed_time = clock_timestamp())";
constexpr const char* kCreate = R"(
    INSERT INTO accounts (user_name, account_id, agent_id, password_hash, role, scope,
                          one_time_until)
    SELECT $1, id, coalesce(nullif($5, ''), id::text), $2, $3, $4,
           CASE WHEN $6 THEN clock_timestamp() + $7 * interval '1 h' END
    FROM gen_random_uuid() AS id ON CONFLICT DO NOTHING RETURNING )" RECOURSE_ACCOUNT;
constexpr const char* kReset = RECOURSE_ENDED R"(
    UPDATE accounts SET password_hash = $2, disabled_time = NULL, changed_time = clock_timestamp(),
           one_time_until = clock_timestamp() + $3 * interval '1 h'
    WHERE user_name = $1 RETURNING )" RECOURSE_ACCOUNT;
constexpr const char* kDisable = RECOURSE_ENDED R"(
    UPDATE accounts SET disabled_time = coalesce(disabled_time, clock_timestamp()),
           changed_time = clock_timestamp()
    WHERE user_name = $1 RETURNING )" RECOURSE_ACCOUNT;
constexpr const char* kChange =
    "UPDATE accounts SET role = $2, scope = $3, changed_time = clock_timestamp() "
    "WHERE user_name = $1 RETURNING " RECOURSE_ACCOUNT;
constexpr const char* kChoose = RECOURSE_ENDED R"(
    UPDATE accounts SET password_hash = $3, one_time_until = NULL, changed_time = clock_timestamp()
    WHERE user_name = $1 AND password_hash = $2 AND disabled_time IS NULL RETURNING 1)";

AccountState StateOf(bool disabled, bool one_time) {
  if (disabled) return AccountState::kDisabled;
  return one_time ? AccountState::kNew : AccountState::kActive;
}

}  // namespace

Account AccountAt(const Result& rows, int row) {
  return {rows.Text(row, 0),
          rows.Text(row, 1),
          rows.Text(row, 2),
          rows.Text(row, 3),
          StateOf(rows.Bool(row, 4), rows.Bool(row, 5)),
          rows.Time(row, 6)};
}

StatusOr<std::optional<AccountSecret>> AccountStore::Find(const std::string& user_name) {
  const auto found = pool_.Ask({kFind, Params().Text(user_name)});
  if (!found.ok()) return found.status();
  if (found->rows() == 0) return std::optional<AccountSecret>();
  return std::optional<AccountSecret>(
      AccountSecret{AccountAt(*found, 0), found->Text(0, 7), found->Bool(0, 8)});
}

StatusOr<std::vector<Account>> AccountStore::List(const std::string& after, int limit) {
  const auto found = pool_.Ask({kList, Params().Text(after).Int(limit)});
  if (!found.ok()) return found.status();
  std::vector<Account> accounts;
  for (int i = 0; i < found->rows(); ++i) accounts.push_back(AccountAt(*found, i));
  return accounts;
}

Status AccountStore::Put(const std::string& user_name, const std::string& password_hash,
                         const std::string& role, const std::string& scope) {
  return pool_.Ask({kPut, Params().Text(user_name).Text(password_hash).Text(role).Text(scope)})
      .status();
}

StatusOr<Account> AccountStore::Create(const NewAccount& account) {
  const auto made = pool_.Ask({kCreate, Params()
                                            .Text(account.user_name)
                                            .Text(account.password_hash)
                                            .Text(account.role)
                                            .Text(account.scope)
                                            .Text(account.agent_id)
                                            .Bool(account.one_time)
                                            .Int(kOneTimeLife.count())});
  if (!made.ok()) return made.status();
  if (made->rows() > 0) return AccountAt(*made, 0);
  return absl::AlreadyExistsError("an account of that name or of that person is there already");
}

StatusOr<Account> AccountStore::ChangeOne(Statement statement, const std::string& user_name) {
  const auto changed = pool_.Ask(std::move(statement));
  if (!changed.ok()) return changed.status();
  if (changed->rows() > 0) return AccountAt(*changed, 0);
  return absl::NotFoundError("there is no account " + user_name);
}

StatusOr<Account> AccountStore::Reset(const std::string& user_name,
                                      const std::string& password_hash) {
  return ChangeOne({kReset, Params().Text(user_name).Text(password_hash).Int(kOneTimeLife.count())},
                   user_name);
}

StatusOr<Account> AccountStore::Disable(const std::string& user_name) {
  return ChangeOne({kDisable, Params().Text(user_name)}, user_name);
}

StatusOr<Account> AccountStore::Change(const std::string& user_name, const std::string& role,
                                       const std::string& scope) {
  return ChangeOne({kChange, Params().Text(user_name).Text(role).Text(scope)}, user_name);
}

Status AccountStore::ChoosePassword(const std::string& user_name, const std::string& before,
                                    const std::string& password_hash) {
  const auto changed =
      pool_.Ask({kChoose, Params().Text(user_name).Text(before).Text(password_hash)});
  if (!changed.ok()) return changed.status();
  if (changed->rows() > 0) return absl::OkStatus();
  return absl::AbortedError("the account was changed at this moment: sign in anew");
}

}  // namespace recourse::console
