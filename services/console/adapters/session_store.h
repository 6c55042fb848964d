#pragma once

#include <optional>
#include <string>

#include "services/console/adapters/account_store.h"
#include "services/console/domain/session.h"

namespace recourse::console {

struct SessionRow {
  Account account;
  SessionTimes times;
  // The database's clock, by which sessions are judged.
  Timestamp now;
};

// Who is signed in, by the hash of what the browser holds. Thread-safe.
class SessionStore {
 public:
  explicit SessionStore(Pool& pool) : pool_(pool) {}

  // Also forgets sessions that are over. False where the account is disabled, or has another
  // password by now.
  StatusOr<bool> Create(const std::string& token_hash, const std::string& user_name,
                        const std::string& password_hash);
  // With the role and the scope that the account has now.
  StatusOr<std::optional<SessionRow>> Find(const std::string& token_hash);
  Status NoteUse(const std::string& token_hash);
  Status Delete(const std::string& token_hash);

 private:
  Pool& pool_;
};

}  // namespace recourse::console
