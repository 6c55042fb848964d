#include "services/ingest/adapters/credential_store.h"

namespace recourse::ingest {
namespace {

constexpr const char* kKeep =
    "INSERT INTO keys (key_id, hash, role, name, scope, expire_time, actor_id, actor_name) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
// Every key that was made or revoked here.
#define RECOURSE_KEYS                                                                             \
  "SELECT key_id, coalesce(k.role, ''), coalesce(k.name, ''), coalesce(k.scope, ''), "            \
  "k.expire_time, coalesce(k.recorded_time, r.revoked_time) AS recorded_time, "                   \
  "coalesce(k.actor_name, ''), r.revoked_time, coalesce(r.actor_name, ''), coalesce(r.note, '') " \
  "FROM keys k FULL JOIN revoked_keys r USING (key_id) "
constexpr const char* kList =
    "SELECT * FROM (" RECOURSE_KEYS
    ") AS every WHERE $1 = '' OR (recorded_time, key_id) < "
    "(SELECT coalesce(k.recorded_time, r.revoked_time), key_id FROM keys k "
    "FULL JOIN revoked_keys r USING (key_id) WHERE key_id = $1) "
    "ORDER BY recorded_time DESC, key_id DESC LIMIT $2";
constexpr const char* kGet = RECOURSE_KEYS "WHERE key_id = $1";
constexpr const char* kRevoke =
    "INSERT INTO revoked_keys (key_id, actor_id, actor_name, note) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING";
constexpr const char* kRevoked =
    "SELECT key_id FROM revoked_keys LEFT JOIN keys USING (key_id) "
    "WHERE expire_time IS NULL OR expire_time > clock_timestamp() ORDER BY key_id LIMIT $1";

KeptKey KeyAt(const Result& rows, int row) {
  // A key that was signed without a server says its role itself; it is not kept here.
  const Role role = ParseRole(rows.Text(row, 1)).value_or(Role::kIngest);
  return {{rows.Text(row, 0), role, rows.Text(row, 3), rows.Text(row, 2)},
          rows.OptionalTime(row, 4),
          rows.Time(row, 5),
          rows.Text(row, 6),
          rows.OptionalTime(row, 7),
          rows.Text(row, 8),
          rows.Text(row, 9)};
}

}  // namespace

Status CredentialStore::Keep(const Caller& key, const std::string& hash,
                             std::optional<Timestamp> expire_time, const Caller& actor) {
  return pool_
      .Ask({kKeep, Params()
                       .Text(key.id)
                       .Bytes(hash)
                       .Text(RoleName(key.role))
                       .Text(key.name)
                       .Text(key.scope)
                       .OptionalTime(expire_time)
                       .Text(actor.id)
                       .Text(actor.name)})
      .status();
}

StatusOr<std::vector<KeptKey>> CredentialStore::List(const std::string& after, int limit) {
  const auto rows = pool_.Ask({kList, Params().Text(after).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptKey> keys;
  for (int i = 0; i < rows->rows(); ++i) keys.push_back(KeyAt(*rows, i));
  return keys;
}

StatusOr<KeptKey> CredentialStore::Revoke(const std::string& key_id, const Caller& actor,
                                          const std::string& note) {
  const auto made =
      pool_.Ask({kRevoke, Params().Text(key_id).Text(actor.id).Text(actor.name).Text(note)});
  if (!made.ok()) return made.status();
  const auto rows = pool_.Ask({kGet, Params().Text(key_id)});
  if (!rows.ok()) return rows.status();
  return KeyAt(*rows, 0);
}

StatusOr<std::vector<std::string>> CredentialStore::Revoked(int limit) {
  const auto rows = pool_.Ask({kRevoked, Params().Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<std::string> ids;
  for (int i = 0; i < rows->rows(); ++i) ids.push_back(rows->Text(i, 0));
  return ids;
}

}  // namespace recourse::ingest
