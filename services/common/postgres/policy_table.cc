#include "services/common/postgres/policy_table.h"

namespace recourse {
namespace {

// Two at once wait for each other at the key, and the second is told to try again.
constexpr const char* kPut =
    "INSERT INTO policies (kind, version, document) "
    "SELECT $1, coalesce(max(version), 0) + 1, $2 FROM policies WHERE kind = $1 "
    "RETURNING version, recorded_time";
constexpr const char* kGet =
    "SELECT version, document, recorded_time, "
    "version = (SELECT max(version) FROM policies WHERE kind = $1) "
    "FROM policies WHERE kind = $1 AND (version = $2 OR $2 = 0) ORDER BY version DESC LIMIT 1";
constexpr const char* kList =
    "SELECT kind, version, recorded_time, "
    "version = max(version) OVER (PARTITION BY kind) FROM policies "
    "ORDER BY recorded_time DESC LIMIT 1000";
constexpr const char* kActive = "SELECT kind, max(version) FROM policies GROUP BY kind";
constexpr const char* kDocument = "SELECT document FROM policies WHERE kind = $1 AND version = $2";

}  // namespace

StatusOr<PolicyDocument> PolicyTable::Put(const std::string& kind, const std::string& document) {
  auto rows = pool_.Ask({kPut, Params().Text(kind).Text(document)});
  if (!rows.ok()) return rows.status();
  return PolicyDocument{kind, rows->Int(0, 0), document, rows->Time(0, 1), true};
}

StatusOr<PolicyDocument> PolicyTable::Get(const std::string& kind, std::int64_t version) {
  auto rows = pool_.Ask({kGet, Params().Text(kind).Int(version)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) {
    return absl::NotFoundError("there is no policy " + kind +
                               (version == 0 ? "" : " of version " + std::to_string(version)));
  }
  return PolicyDocument{kind, rows->Int(0, 0), rows->Text(0, 1), rows->Time(0, 2),
                        rows->Bool(0, 3)};
}

StatusOr<std::vector<PolicyDocument>> PolicyTable::List() {
  auto rows = pool_.Ask({kList});
  if (!rows.ok()) return rows.status();
  std::vector<PolicyDocument> policies;
  for (int i = 0; i < rows->rows(); ++i) {
    policies.push_back({rows->Text(i, 0), rows->Int(i, 1), "", rows->Time(i, 2), rows->Bool(i, 3)});
  }
  return policies;
}

StatusOr<std::map<std::string, std::int64_t>> PolicyTable::ActiveVersions(Session& session) {
  auto rows = session.Ask({kActive});
  if (!rows.ok()) return rows.status();
  std::map<std::string, std::int64_t> versions;
  for (int i = 0; i < rows->rows(); ++i) versions[rows->Text(i, 0)] = rows->Int(i, 1);
  return versions;
}

StatusOr<std::string> PolicyTable::Document(Session& session, const std::string& kind,
                                            std::int64_t version) {
  auto rows = session.Ask({kDocument, Params().Text(kind).Int(version)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("policy " + kind + " is gone");
  return rows->Text(0, 0);
}

}  // namespace recourse
