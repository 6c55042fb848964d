#include "services/console/adapters/session_store.h"

namespace recourse::console {
namespace {

constexpr const char* kForget = R"(
    DELETE FROM sessions
    WHERE created_time <= clock_timestamp() - $1 * interval '1 ms'
       OR last_seen_time <= clock_timestamp() - $2 * interval '1 ms')";
constexpr const char* kCreate = "INSERT INTO sessions (token_hash, user_name) VALUES ($1, $2)";
constexpr const char* kFind = R"(
    SELECT a.user_name, a.account_id, a.role, a.scope, s.created_time, s.last_seen_time,
           clock_timestamp()
    FROM sessions s JOIN accounts a USING (user_name) WHERE s.token_hash = $1)";
constexpr const char* kNoteUse =
    "UPDATE sessions SET last_seen_time = clock_timestamp() WHERE token_hash = $1";
constexpr const char* kDelete = "DELETE FROM sessions WHERE token_hash = $1";

}  // namespace

Status SessionStore::Create(const std::string& token_hash, const std::string& user_name) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue({kForget, Params().Int(kSessionAge.count()).Int(kSessionIdle.count())});
  return session->Ask({kCreate, Params().Bytes(token_hash).Text(user_name)}).status();
}

StatusOr<std::optional<SessionRow>> SessionStore::Find(const std::string& token_hash) {
  const auto found = pool_.Ask({kFind, Params().Bytes(token_hash)});
  if (!found.ok()) return found.status();
  if (found->rows() == 0) return std::optional<SessionRow>();
  return std::optional<SessionRow>(SessionRow{
      {found->Text(0, 0), found->Uuid(0, 1), found->Text(0, 2), found->Text(0, 3)},
      {found->Time(0, 4), found->Time(0, 5)},
      found->Time(0, 6)});
}

Status SessionStore::NoteUse(const std::string& token_hash) {
  return pool_.Ask({kNoteUse, Params().Bytes(token_hash)}).status();
}

Status SessionStore::Delete(const std::string& token_hash) {
  return pool_.Ask({kDelete, Params().Bytes(token_hash)}).status();
}

}  // namespace recourse::console
