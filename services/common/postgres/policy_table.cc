#include "services/common/postgres/policy_table.h"

#include <limits>
#include <optional>
#include <utility>

#include "services/common/postgres/statements.h"
#include "services/common/process/json.h"

namespace recourse {
namespace {

constexpr const char* kMakeHead =
    "INSERT INTO active_policies (kind) VALUES ($1) ON CONFLICT DO NOTHING";
constexpr const char* kLockHead =
    "SELECT activation, version FROM active_policies WHERE kind = $1 FOR UPDATE";
// The newest version and the active one.
constexpr const char* kCandidates =
    "SELECT version, document, recorded_time, actor_id, actor_name, note FROM policies "
    "WHERE kind = $1 AND "
    "(version = $2 OR version = (SELECT max(version) FROM policies WHERE kind = $1)) "
    "ORDER BY version DESC";
constexpr const char* kInsert =
    "INSERT INTO policies (kind, version, document, actor_id, actor_name, note) "
    "VALUES ($1, $2, $3, $4, $5, $6) RETURNING recorded_time";
constexpr const char* kActivate = R"(
WITH made AS (
  INSERT INTO policy_activations
    (kind, activation, version, before_activation, cause, actor_id, actor_name, note)
  VALUES ($1, $2, $3, nullif($4, 0), $5, $6, $7, $8) RETURNING recorded_time),
raised AS (UPDATE active_policies SET activation = $2, version = $3 WHERE kind = $1)
SELECT recorded_time FROM made)";
constexpr const char* kBefore =
    "SELECT b.activation, b.version, coalesce(b.before_activation, 0) FROM policy_activations a "
    "JOIN policy_activations b ON b.kind = a.kind AND b.activation = a.before_activation "
    "WHERE a.kind = $1 AND a.activation = $2";
constexpr const char* kHead = "SELECT activation, version FROM active_policies WHERE kind = $1";
constexpr const char* kGet =
    "SELECT version, document, recorded_time, actor_id, actor_name, note, "
    "EXISTS (SELECT 1 FROM active_policies a WHERE a.kind = p.kind AND a.version = p.version) "
    "FROM policies p WHERE kind = $1 AND version = "
    "CASE WHEN $2 = 0 THEN (SELECT version FROM active_policies WHERE kind = $1) ELSE $2 END";
constexpr const char* kList =
    "SELECT p.kind, p.version, p.recorded_time, p.actor_id, p.actor_name, p.note, "
    "coalesce(a.version = p.version, false) "
    "FROM policies p LEFT JOIN active_policies a USING (kind) "
    "WHERE (p.kind = $1 AND p.version < $2) OR (p.kind > $1 AND NOT $3) "
    "ORDER BY p.kind, p.version DESC LIMIT $4";
#define RECOURSE_ACTIVATIONS                                                            \
  "SELECT kind, activation, version, cause, actor_id, actor_name, note, recorded_time " \
  "FROM policy_activations "
constexpr const char* kActivations =
    RECOURSE_ACTIVATIONS "WHERE kind = $1 AND activation < $2 ORDER BY activation DESC LIMIT $3";
constexpr const char* kActivation = RECOURSE_ACTIVATIONS "WHERE kind = $1 AND activation = $2";
constexpr const char* kActiveVersions =
    "SELECT kind, version FROM active_policies WHERE version > 0";
constexpr const char* kNewestVersions = "SELECT kind, max(version) FROM policies GROUP BY kind";
constexpr const char* kDocument = "SELECT document FROM policies WHERE kind = $1 AND version = $2";

// The order of names and the blanks between them say nothing.
bool SaysTheSame(const std::string& one, const std::string& other) {
  if (one == other) return true;
  const auto left = ParseJson(one), right = ParseJson(other);
  const auto* left_value = std::get_if<boost::json::value>(&left);
  const auto* right_value = std::get_if<boost::json::value>(&right);
  return left_value != nullptr && right_value != nullptr && *left_value == *right_value;
}

std::int64_t Below(std::int64_t version) {
  return version == 0 ? std::numeric_limits<std::int64_t>::max() : version;
}

Status NoPolicy(const std::string& kind, std::int64_t version) {
  return absl::NotFoundError("there is no policy " + kind +
                             (version == 0 ? "" : " of version " + std::to_string(version)));
}

Status NothingBefore(const std::string& kind) {
  return absl::FailedPreconditionError("no version of the policy " + kind +
                                       " was active before this one: put or activate another");
}

PolicyActivation ActivationAt(const Result& rows, int row) {
  return {rows.Text(row, 0),
          rows.Int(row, 1),
          rows.Int(row, 2),
          rows.Text(row, 3),
          {rows.Text(row, 4), rows.Text(row, 5), rows.Text(row, 6)},
          rows.Time(row, 7)};
}

// One change of one kind: holds the row of what is active from its making to Commit, so that others
// wait. Left without Commit it changes nothing.
class Change {
 public:
  static StatusOr<Change> Begin(Pool& pool, const std::string& kind, const PolicyActor& actor) {
    auto session = pool.Acquire();
    if (!session.ok()) return session.status();
    Change change(*std::move(session), kind, actor);
    change.session_.Queue(statements::Begin());
    change.session_.Queue({kMakeHead, Params().Text(kind)});
    auto head = change.session_.Ask({kLockHead, Params().Text(kind)});
    if (!head.ok()) return head.status();
    change.activation_ = head->Int(0, 0);
    change.version_ = head->Int(0, 1);
    return change;
  }

  std::int64_t active_version() const { return version_; }
  Session& session() { return session_; }

  StatusOr<PolicyDocument> Insert(std::int64_t version, const std::string& document) {
    auto rows = session_.Ask({kInsert, Params()
                                           .Text(kind_)
                                           .Int(version)
                                           .Text(document)
                                           .Text(actor_.id)
                                           .Text(actor_.name)
                                           .Text(actor_.note)});
    if (!rows.ok()) return rows.status();
    return PolicyDocument{kind_, version, document, rows->Time(0, 0), false, actor_};
  }

  // An active version stays as it was activated.
  StatusOr<PolicyActivation> Activate(std::int64_t version, const std::string& cause) {
    if (version == version_) return Present();
    return Write(version, cause, activation_);
  }

  StatusOr<PolicyActivation> RollBack() {
    auto before = session_.Ask({kBefore, Params().Text(kind_).Int(activation_)});
    if (!before.ok()) return before.status();
    if (before->rows() == 0) return NothingBefore(kind_);
    return Write(before->Int(0, 1), "rolled_back", before->Int(0, 2));
  }

  Status Commit() {
    session_.Queue(statements::Commit());
    return session_.Flush();
  }

 private:
  Change(Session session, std::string kind, PolicyActor actor)
      : session_(std::move(session)), kind_(std::move(kind)), actor_(std::move(actor)) {}

  StatusOr<PolicyActivation> Present() {
    auto rows = session_.Ask({kActivation, Params().Text(kind_).Int(activation_)});
    if (!rows.ok()) return rows.status();
    return ActivationAt(*rows, 0);
  }

  // `before`: the activation that rolling this one back leads to, 0 for none.
  StatusOr<PolicyActivation> Write(std::int64_t version, const std::string& cause,
                                   std::int64_t before) {
    auto made = session_.Ask({kActivate, Params()
                                             .Text(kind_)
                                             .Int(activation_ + 1)
                                             .Int(version)
                                             .Int(before)
                                             .Text(cause)
                                             .Text(actor_.id)
                                             .Text(actor_.name)
                                             .Text(actor_.note)});
    if (!made.ok()) return made.status();
    return PolicyActivation{kind_, activation_ + 1, version, cause, actor_, made->Time(0, 0)};
  }

  Session session_;
  std::string kind_;
  PolicyActor actor_;
  std::int64_t activation_ = 0;
  std::int64_t version_ = 0;
};

// The version that says the same among the newest and the active one, newest first; and the newest.
struct Kept {
  std::optional<PolicyDocument> same{};
  std::int64_t newest = 0;
};

StatusOr<Kept> FindSame(Change& change, const std::string& kind, const std::string& document) {
  auto rows = change.session().Ask({kCandidates, Params().Text(kind).Int(change.active_version())});
  if (!rows.ok()) return rows.status();
  Kept kept;
  for (int i = 0; i < rows->rows(); ++i) {
    kept.newest = std::max(kept.newest, rows->Int(i, 0));
    if (kept.same || !SaysTheSame(rows->Text(i, 1), document)) continue;
    kept.same = PolicyDocument{kind,
                               rows->Int(i, 0),
                               rows->Text(i, 1),
                               rows->Time(i, 2),
                               false,
                               {rows->Text(i, 3), rows->Text(i, 4), rows->Text(i, 5)}};
  }
  return kept;
}

template <typename Row>
StatusOr<std::vector<Row>> AllOf(StatusOr<Result> rows, Row (*read)(const Result&, int)) {
  if (!rows.ok()) return rows.status();
  std::vector<Row> all;
  for (int i = 0; i < rows->rows(); ++i) all.push_back(read(*rows, i));
  return all;
}

StatusOr<PolicyTable::Versions> VersionsOf(Session& session, const char* sql) {
  auto rows = session.Ask({sql});
  if (!rows.ok()) return rows.status();
  PolicyTable::Versions versions;
  for (int i = 0; i < rows->rows(); ++i) versions[rows->Text(i, 0)] = rows->Int(i, 1);
  return versions;
}

}  // namespace

StatusOr<PutPolicy> PolicyTable::Put(const std::string& kind, const std::string& document,
                                     const PolicyActor& actor, Then then) {
  auto change = Change::Begin(pool_, kind, actor);
  if (!change.ok()) return change.status();
  auto kept = FindSame(*change, kind, document);
  if (!kept.ok()) return kept.status();
  PutPolicy put;
  put.unchanged = kept->same.has_value();
  if (kept->same) {
    put.policy = *std::move(kept->same);
  } else {
    auto made = change->Insert(kept->newest + 1, document);
    if (!made.ok()) return made.status();
    put.policy = *std::move(made);
  }
  if (then == Then::kActivate) {
    const auto active = change->Activate(put.version(), "put");
    if (!active.ok()) return active.status();
  }
  put.policy.active = then == Then::kActivate || put.version() == change->active_version();
  if (Status s = change->Commit(); !s.ok()) return s;
  return put;
}

StatusOr<PolicyActivation> PolicyTable::Activate(const std::string& kind, std::int64_t version,
                                                 const PolicyActor& actor) {
  auto change = Change::Begin(pool_, kind, actor);
  if (!change.ok()) return change.status();
  auto document = Document(change->session(), kind, version);
  if (!document.ok()) return document.status();
  auto made = change->Activate(version, "activated");
  if (!made.ok()) return made;
  if (Status s = change->Commit(); !s.ok()) return s;
  return made;
}

StatusOr<PolicyActivation> PolicyTable::RollBack(const std::string& kind, std::int64_t expected,
                                                 const PolicyActor& actor) {
  auto change = Change::Begin(pool_, kind, actor);
  if (!change.ok()) return change.status();
  if (change->active_version() != expected) {
    return absl::AbortedError("another version of the policy " + kind +
                              " was made active at this moment: look at it and say it again");
  }
  auto made = change->RollBack();
  if (!made.ok()) return made;
  if (Status s = change->Commit(); !s.ok()) return s;
  return made;
}

StatusOr<PolicyTable::Before> PolicyTable::VersionBefore(const std::string& kind) {
  const auto head = pool_.Ask({kHead, Params().Text(kind)});
  if (!head.ok()) return head.status();
  if (head->rows() == 0 || head->Int(0, 1) == 0) return NoPolicy(kind, 0);
  const auto before = pool_.Ask({kBefore, Params().Text(kind).Int(head->Int(0, 0))});
  if (!before.ok()) return before.status();
  if (before->rows() == 0) return NothingBefore(kind);
  return Before{head->Int(0, 1), before->Int(0, 1)};
}

StatusOr<PolicyDocument> PolicyTable::Get(const std::string& kind, std::int64_t version) {
  auto rows = pool_.Ask({kGet, Params().Text(kind).Int(version)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return NoPolicy(kind, version);
  return PolicyDocument{kind,
                        rows->Int(0, 0),
                        rows->Text(0, 1),
                        rows->Time(0, 2),
                        rows->Bool(0, 6),
                        {rows->Text(0, 3), rows->Text(0, 4), rows->Text(0, 5)}};
}

StatusOr<std::vector<PolicyDocument>> PolicyTable::List(const PolicyPage& after, bool only_kind) {
  return AllOf<PolicyDocument>(
      pool_.Ask(
          {kList,
           Params().Text(after.kind).Int(Below(after.below)).Bool(only_kind).Int(after.size)}),
      [](const Result& rows, int i) {
        return PolicyDocument{
            rows.Text(i, 0), rows.Int(i, 1),  "",
            rows.Time(i, 2), rows.Bool(i, 6), {rows.Text(i, 3), rows.Text(i, 4), rows.Text(i, 5)}};
      });
}

StatusOr<std::vector<PolicyActivation>> PolicyTable::Activations(const PolicyPage& after) {
  return AllOf<PolicyActivation>(
      pool_.Ask({kActivations, Params().Text(after.kind).Int(Below(after.below)).Int(after.size)}),
      ActivationAt);
}

StatusOr<PolicyTable::Versions> PolicyTable::ActiveVersions(Session& session) {
  return VersionsOf(session, kActiveVersions);
}

StatusOr<PolicyTable::Versions> PolicyTable::NewestVersions(Session& session) {
  return VersionsOf(session, kNewestVersions);
}

StatusOr<std::string> PolicyTable::Document(Session& session, const std::string& kind,
                                            std::int64_t version) {
  auto rows = session.Ask({kDocument, Params().Text(kind).Int(version)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return NoPolicy(kind, version);
  return rows->Text(0, 0);
}

}  // namespace recourse
