#include "services/common/postgres/migrate.h"

#include <map>

#include "services/common/postgres/connection.h"

namespace recourse {
namespace {

constexpr std::chrono::seconds kConnectWait{10};
// Held until the connection ends: whoever comes second looks when the first is done, which may take
// longer than any lock is waited for while the system works.
constexpr const char* kLock =
    "SET lock_timeout = '5min'; SET statement_timeout = '5min'; "
    "SELECT pg_advisory_lock(hashtext(current_schema() || ' migrations')); "
    "RESET lock_timeout; RESET statement_timeout";
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum uuid NOT NULL, "
    "applied_time timestamptz NOT NULL DEFAULT clock_timestamp())";
constexpr const char* kApplied = "SELECT name, checksum FROM migrations";

// The id of a text serves as its checksum: SHA-1, cut to 16 bytes.
Uuid ChecksumOf(const Migration& migration) { return NamedUuid(kRecourseSpace, migration.sql); }

Status ApplyOne(Connection& connection, const Migration& migration) {
  return connection.RunScript(
      "BEGIN;\n" + migration.sql + "\n;INSERT INTO migrations (name, checksum) VALUES ('" +
      migration.name + "', '" + ToString(ChecksumOf(migration)) + "'); COMMIT");
}

}  // namespace

Status Migrate(const std::string& dsn, const std::vector<Migration>& migrations) {
  auto connection = Connection::Open(dsn, kConnectWait);
  if (!connection.ok()) return connection.status();
  if (Status s = (*connection)->RunScript(kLock); !s.ok()) return s;
  if (Status s = (*connection)->RunScript(kTable); !s.ok()) return s;
  const auto applied = (*connection)->Run({{kApplied}});
  if (!applied.ok()) return applied.status();
  std::map<std::string, Uuid> known;
  for (int i = 0; i < applied->front().rows(); ++i) {
    known[applied->front().Text(i, 0)] = applied->front().Uuid(i, 1);
  }
  for (const Migration& migration : migrations) {
    const auto found = known.find(migration.name);
    if (found == known.end()) {
      if (Status s = ApplyOne(**connection, migration); !s.ok()) {
        return Status(s.code(), "migration " + migration.name + ": " + std::string(s.message()));
      }
    } else if (found->second != ChecksumOf(migration)) {
      return absl::FailedPreconditionError("migration " + migration.name +
                                           " was applied with another text: add a new one instead");
    }
  }
  return absl::OkStatus();
}

}  // namespace recourse
