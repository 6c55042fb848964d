#include "services/classify/adapters/model_store.h"

#include <algorithm>
#include <utility>

#include "services/classify/adapters/number_text.h"
#include "services/common/core/check.h"
#include "services/common/postgres/statements.h"

namespace recourse::classify {
namespace {

constexpr const char* kInsertModel =
    "INSERT INTO models (model_version, licence_class, card, size_bytes, put_by) "
    "VALUES ($1, $2, $3::jsonb, $4, $5) ON CONFLICT DO NOTHING";
constexpr const char* kDigestKept =
    "SELECT encode(sha256(string_agg(bytes, ''::bytea ORDER BY ordinal)), 'hex') "
    "FROM model_chunks WHERE model_version = $1";
constexpr const char* kForgetChunks = "DELETE FROM model_chunks WHERE model_version = $1";
constexpr const char* kInsertChunk =
    "INSERT INTO model_chunks (model_version, ordinal, bytes) VALUES ($1, $2, $3)";
constexpr const char* kList =
    "WITH standing AS (SELECT DISTINCT ON (role) role, model_version, ask_below "
    "FROM model_activations ORDER BY role, ordinal DESC) "
    "SELECT m.model_version, licence_class, card::text, size_bytes, recorded_time, shown.role, "
    "coalesce(shown.ask_below, 0)::text FROM models AS m LEFT JOIN LATERAL "
    "(SELECT role, ask_below FROM standing WHERE standing.model_version = m.model_version "
    "ORDER BY array_position(ARRAY['champion', 'second', 'challenger'], role) LIMIT 1) AS shown "
    "ON true ORDER BY recorded_time DESC LIMIT $1";
constexpr const char* kSize = "SELECT size_bytes FROM models WHERE model_version = $1";
constexpr const char* kChunk =
    "SELECT bytes FROM model_chunks WHERE model_version = $1 AND ordinal = $2";
constexpr const char* kRecent =
    "SELECT ordinal, role, model_version, coalesce(ask_below, 0)::text FROM model_activations "
    "WHERE role = $1 ORDER BY ordinal DESC LIMIT $2";
// Two choices at once wait for each other; whoever only looks does not wait.
constexpr const char* kLock = "LOCK TABLE model_activations IN SHARE ROW EXCLUSIVE MODE";
constexpr const char* kFindRequest =
    "SELECT ordinal, role, model_version, coalesce(ask_below, 0)::text, cause, activated_by "
    "FROM model_activations WHERE request_id = $1";
// Where rolling back the latest of a role leads: to what was before it.
constexpr const char* kBefore =
    "SELECT former.ordinal, former.role, former.model_version, "
    "coalesce(former.ask_below, 0)::text, coalesce(former.before_ordinal, 0), latest.ordinal FROM "
    "(SELECT ordinal, before_ordinal FROM model_activations WHERE role = $1 "
    "ORDER BY ordinal DESC LIMIT 1) latest JOIN model_activations former "
    "ON former.ordinal = latest.before_ordinal";
constexpr const char* kInsertActivation =
    "INSERT INTO model_activations (role, model_version, cause, before_ordinal, activated_by, "
    "request_id, ask_below) VALUES ($1, nullif($2, ''), $3, nullif($4, 0), $5, $6, "
    "nullif($7::double precision, 0)) RETURNING ordinal";

// Under the lock: what was looked at may have been deleted since.
constexpr const char* kIsKept = "SELECT EXISTS (SELECT FROM models WHERE model_version = $1)";

constexpr const char* kActivated = "activated";
constexpr const char* kRolledBack = "rolled_back";

// Columns ordinal, role, model_version, ask_below.
ModelActivation ActivationAt(const Result& rows, int row) {
  const auto role = ModelRoleNamed(rows.Text(row, 1));
  RECOURSE_CHECK(role.has_value());  // a word that this schema has and this binary does not
  return {rows.Int(row, 0), *role, ModelVersion(rows.OptionalText(row, 2).value_or("")),
          NumberOf(rows.Text(row, 3))};
}

Status NothingBefore() {
  return absl::FailedPreconditionError(
      "no other model was in charge before: activate one by its version");
}

Status Damaged(const ModelVersion& version, const std::string& what) {
  return absl::DataLossError("the model " + version.value() + " as it is kept " + what +
                             ": put it again from its file");
}

Status WriteChunks(Session& session, const ModelVersion& version, std::string_view bytes) {
  std::int32_t ordinal = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kModelChunkBytes) {
    const auto written = session.Ask(
        {kInsertChunk,
         Params().Text(version.value()).Int4(ordinal++).Bytes(bytes.substr(at, kModelChunkBytes))});
    if (!written.ok()) return written.status();
  }
  return absl::OkStatus();
}

Status Commit(Session& session) {
  session.Queue(statements::Commit());
  return session.Flush();
}

// A session in whose transaction no other choice can be made.
StatusOr<Session> Choosing(Pool& pool) {
  auto session = pool.Acquire();
  if (!session.ok()) return session.status();
  session->Queue(statements::Begin());
  session->Queue({kLock});
  return session;
}

bool IsSame(const ModelActivation& one, const ModelActivation& other) {
  return one.model_version == other.model_version && one.ask_below == other.ask_below;
}

// What came of the request before; ALREADY_EXISTS where it chose something else. Without `wanted`
// it was for whatever it led to.
StatusOr<std::optional<ModelActivation>> Find(Session& session, const ModelChoice& choice,
                                              const char* cause, ModelRole role,
                                              const ModelActivation* wanted) {
  const auto rows = session.Ask({kFindRequest, Params().Uuid(choice.request_id)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return std::optional<ModelActivation>();
  const ModelActivation found = ActivationAt(*rows, 0);
  const bool same = found.role == role && rows->Text(0, 4) == cause &&
                    rows->Text(0, 5) == choice.actor_id &&
                    (wanted == nullptr || IsSame(found, *wanted));
  if (same) return std::optional(found);
  return absl::AlreadyExistsError("this request_id was used for another request: make a new one");
}

Status NotKept(const ModelVersion& version) {
  return absl::NotFoundError("there is no model " + version.value() +
                             ": put it first, `recoursectl model list` shows what there is");
}

Status CheckKept(Session& session, const ModelVersion& version) {
  if (version.value().empty()) return absl::OkStatus();  // ends the role
  const auto kept = session.Ask({kIsKept, Params().Text(version.value())});
  if (!kept.ok()) return kept.status();
  return kept->Bool(0, 0) ? absl::OkStatus() : NotKept(version);
}

StatusOr<ModelActivation> Insert(Session& session, const ModelChoice& choice, const char* cause,
                                 ModelActivation activation, std::int64_t before_ordinal) {
  if (Status s = CheckKept(session, activation.model_version); !s.ok()) return s;
  const auto made = session.Ask({kInsertActivation, Params()
                                                        .Text(WordOf(activation.role))
                                                        .Text(activation.model_version.value())
                                                        .Text(cause)
                                                        .Int(before_ordinal)
                                                        .Text(choice.actor_id)
                                                        .Uuid(choice.request_id)
                                                        .Text(TextOf(activation.ask_below))});
  if (!made.ok()) return made.status();
  activation.ordinal = made->Int(0, 0);
  return activation;
}

// The commit decides whether the answer is true.
StatusOr<ModelActivation> Committed(Session& session, StatusOr<ModelActivation> activation) {
  if (!activation.ok()) return activation;
  if (Status s = Commit(session); !s.ok()) return s;
  return activation;
}

}  // namespace

StatusOr<bool> ModelStore::Put(const KeptModel& model, const std::string& put_by,
                               std::string_view bytes) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue(statements::Begin());
  const std::string& version = model.model_version.value();
  const auto inserted = session->Ask({kInsertModel, Params()
                                                        .Text(version)
                                                        .Text(model.licence_class)
                                                        .Text(model.card)
                                                        .Int(model.size_bytes)
                                                        .Text(put_by)});
  if (!inserted.ok()) return inserted.status();
  if (inserted->affected() == 0) {
    const auto kept = session->Ask({kDigestKept, Params().Text(version)});
    if (!kept.ok()) return kept.status();
    if (kept->OptionalText(0, 0).value_or("") == DigestOf(bytes)) {
      if (Status s = Commit(*session); !s.ok()) return s;
      return true;
    }
    session->Queue({kForgetChunks, Params().Text(version)});
  }
  if (Status s = WriteChunks(*session, model.model_version, bytes); !s.ok()) return s;
  if (Status s = Commit(*session); !s.ok()) return s;
  return false;
}

StatusOr<std::vector<KeptModel>> ModelStore::List(int limit) {
  const auto rows = pool_.Ask({kList, Params().Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptModel> models;
  for (int i = 0; i < rows->rows(); ++i) {
    models.push_back({ModelVersion(rows->Text(i, 0)), rows->Text(i, 1), rows->Text(i, 2),
                      rows->Int(i, 3), rows->Time(i, 4),
                      ModelRoleNamed(rows->OptionalText(i, 5).value_or("")),
                      NumberOf(rows->Text(i, 6))});
  }
  return models;
}

StatusOr<NamedModel> ModelStore::Load(const ModelVersion& version) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  const auto size = session->Ask({kSize, Params().Text(version.value())});
  if (!size.ok()) return size.status();
  if (size->rows() == 0) return NotKept(version);
  ModelBytes bytes(static_cast<std::size_t>(size->Int(0, 0)));
  std::int32_t ordinal = 0;
  for (std::size_t at = 0; at < bytes.all().size(); ++ordinal) {
    const auto chunk = session->Ask({kChunk, Params().Text(version.value()).Int4(ordinal)});
    if (!chunk.ok()) return chunk.status();
    if (chunk->rows() == 0) return Damaged(version, "lacks a part");
    const std::string piece = chunk->Text(0, 0);
    if (piece.empty() || piece.size() > bytes.all().size() - at) {
      return Damaged(version, "has another size");
    }
    bytes.Write(at, piece);
    at += piece.size();
  }
  auto named = OpenNamed(bytes);
  if (!named.ok()) return Damaged(version, "is damaged: " + std::string(named.status().message()));
  if (named->model_version != version) return Damaged(version, "has other bytes");
  return named;
}

StatusOr<std::vector<ModelActivation>> ModelStore::Recent(ModelRole role, int limit) {
  const auto rows = pool_.Ask({kRecent, Params().Text(WordOf(role)).Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<ModelActivation> recent;
  for (int i = 0; i < rows->rows(); ++i) recent.push_back(ActivationAt(*rows, i));
  return recent;
}

StatusOr<ModelActivation> ModelStore::Activate(const ModelChoice& choice,
                                               const ModelActivation& wanted) {
  auto session = Choosing(pool_);
  if (!session.ok()) return session.status();
  const auto done = Find(*session, choice, kActivated, wanted.role, &wanted);
  if (!done.ok()) return done.status();
  if (*done) return Committed(*session, **done);
  const auto latest = session->Ask({kRecent, Params().Text(WordOf(wanted.role)).Int(1)});
  if (!latest.ok()) return latest.status();
  const ModelActivation standing =
      latest->rows() == 0 ? ModelActivation{0, wanted.role, {}} : ActivationAt(*latest, 0);
  if (IsSame(standing, wanted)) return Committed(*session, standing);
  return Committed(*session, Insert(*session, choice, kActivated, wanted, standing.ordinal));
}

StatusOr<ModelStore::Before> ModelStore::BeforeActive(ModelRole role) {
  const auto rows = pool_.Ask({kBefore, Params().Text(WordOf(role))});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return NothingBefore();
  return Before{rows->Int(0, 5), ActivationAt(*rows, 0).model_version};
}

StatusOr<ModelActivation> ModelStore::RollBack(const ModelChoice& choice, ModelRole role,
                                               std::int64_t expected) {
  auto session = Choosing(pool_);
  if (!session.ok()) return session.status();
  const auto done = Find(*session, choice, kRolledBack, role, nullptr);
  if (!done.ok()) return done.status();
  if (*done) return Committed(*session, **done);
  const auto rows = session->Ask({kBefore, Params().Text(WordOf(role))});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return NothingBefore();
  if (rows->Int(0, 5) != expected) {
    return absl::AbortedError("another model was activated at this moment: look and say it again");
  }
  return Committed(*session,
                   Insert(*session, choice, kRolledBack, ActivationAt(*rows, 0), rows->Int(0, 4)));
}

StatusOr<std::optional<ModelActivation>> ModelStore::FindRollBack(const ModelChoice& choice,
                                                                  ModelRole role) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  return Find(*session, choice, kRolledBack, role, nullptr);
}

}  // namespace recourse::classify
