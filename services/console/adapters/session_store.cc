#include "services/console/adapters/session_store.h"

namespace recourse::console {
namespace {

constexpr const char* kForget = R"(
    DELETE FROM sessions
    WHERE created_time <= clock_timestamp() - $1 * interval '1 ms'
       OR last_seen_time <= clock_timestamp() - $2 * interval '1 ms')";
// Nothing where the account was changed since its password was found right.
constexpr const char* kCreate =
    "INSERT INTO sessions (token_hash, user_name, password_hash) "
    "SELECT $1, user_name, password_hash FROM accounts "
    "WHERE user_name = $2 AND password_hash = $3 AND disabled_time IS NULL";
constexpr const char* kFind = R"(
    SELECT )" RECOURSE_ACCOUNT R"(, created_time, last_seen_time, clock_timestamp()
    FROM sessions s JOIN accounts a USING (user_name)
    WHERE token_hash = $1 AND disabled_time IS NULL
      AND s.password_hash = a.password_hash)";
constexpr const char* kNoteUse =
    "UPDATE sessions SET last_seen_time = clock_timestamp() WHERE token_hash = $1";
constexpr const char* kDelete = "DELETE FROM sessions WHERE token_hash = $1";

}  // namespace

StatusOr<bool> SessionStore::Create(const std::string& token_hash, const std::string& user_name,
                                    const std::string& password_hash) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue({kForget, Params().Int(kSessionAge.count()).Int(kSessionIdle.count())});
  const auto made =
      session->Ask({kCreate, Params().Bytes(token_hash).Text(user_name).Text(password_hash)});
  if (!made.ok()) return made.status();
  return made->affected() == 1;
}

StatusOr<std::optional<SessionRow>> SessionStore::Find(const std::string& token_hash) {
  const auto found = pool_.Ask({kFind, Params().Bytes(token_hash)});
  if (!found.ok()) return found.status();
  if (found->rows() == 0) return std::optional<SessionRow>();
  return std::optional<SessionRow>(
      SessionRow{AccountAt(*found, 0), {found->Time(0, 7), found->Time(0, 8)}, found->Time(0, 9)});
}

Status SessionStore::NoteUse(const std::string& token_hash) {
  return pool_.Ask({kNoteUse, Params().Bytes(token_hash)}).status();
}

Status SessionStore::Delete(const std::string& token_hash) {
  return pool_.Ask({kDelete, Params().Bytes(token_hash)}).status();
}

}  // namespace recourse::console
