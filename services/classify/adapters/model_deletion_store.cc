#include "services/classify/adapters/model_store.h"
#include "services/common/postgres/statements.h"

namespace recourse::classify {
namespace {

// Nobody chooses a model while one is deleted.
constexpr const char* kLock = "LOCK TABLE model_activations IN SHARE ROW EXCLUSIVE MODE";
constexpr const char* kFindRequest =
    "SELECT model_version, deleted_by FROM model_deletions WHERE request_id = $1";
// The latest of each role and what rolling them back leads to, $2 steps far; and the latest $2 of
// each role, among which a process looks for one that it can use.
constexpr const char* kIsNeeded =
    "WITH RECURSIVE back AS ("
    "SELECT before_ordinal, model_version, 0::bigint AS steps FROM model_activations "
    "WHERE ordinal IN (SELECT max(ordinal) FROM model_activations GROUP BY role) "
    "UNION ALL SELECT a.before_ordinal, a.model_version, back.steps + 1 "
    "FROM back JOIN model_activations a ON a.ordinal = back.before_ordinal "
    "WHERE back.steps < $2), "
    "recent AS (SELECT model_version, row_number() OVER (PARTITION BY role ORDER BY ordinal DESC) "
    "AS place FROM model_activations) "
    "SELECT EXISTS (SELECT FROM back WHERE model_version = $1) OR "
    "EXISTS (SELECT FROM recent WHERE model_version = $1 AND place <= $2)";
constexpr const char* kDeleteChunks = "DELETE FROM model_chunks WHERE model_version = $1";
constexpr const char* kDeleteModel = "DELETE FROM models WHERE model_version = $1";
constexpr const char* kRemember =
    "INSERT INTO model_deletions (request_id, model_version, deleted_by) VALUES ($1, $2, $3)";

// Whether this request was done; ALREADY_EXISTS where it was another.
StatusOr<bool> WasDone(Session& session, const ModelChoice& choice, const ModelVersion& version) {
  const auto rows = session.Ask({kFindRequest, Params().Uuid(choice.request_id)});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return false;
  if (rows->Text(0, 0) == version.value() && rows->Text(0, 1) == choice.actor_id) return true;
  return absl::AlreadyExistsError("this request_id was used for another request: make a new one");
}

Status CheckUnneeded(Session& session, const ModelVersion& version) {
  const auto needed =
      session.Ask({kIsNeeded, Params().Text(version.value()).Int(ModelStore::kFormerMax)});
  if (!needed.ok()) return needed.status();
  if (!needed->Bool(0, 0)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the model " + version.value() + " has a role, or had one among the last " +
      std::to_string(ModelStore::kFormerMax) +
      " activations of it, so that going back could need it: activate others first");
}

Status Remove(Session& session, const ModelChoice& choice, const ModelVersion& version) {
  const auto chunks = session.Ask({kDeleteChunks, Params().Text(version.value())});
  if (!chunks.ok()) return chunks.status();
  const auto model = session.Ask({kDeleteModel, Params().Text(version.value())});
  if (!model.ok()) return model.status();
  if (model->affected() == 0) {
    return absl::NotFoundError("there is no model " + version.value() +
                               ": `recoursectl model list` shows what there is");
  }
  return session
      .Ask(
          {kRemember, Params().Uuid(choice.request_id).Text(version.value()).Text(choice.actor_id)})
      .status();
}

}  // namespace

Status ModelStore::Delete(const ModelChoice& choice, const ModelVersion& version) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  session->Queue(statements::Begin());
  session->Queue({kLock});
  const auto done = WasDone(*session, choice, version);
  if (!done.ok()) return done.status();
  if (!*done) {
    if (Status s = CheckUnneeded(*session, version); !s.ok()) return s;
    if (Status s = Remove(*session, choice, version); !s.ok()) return s;
  }
  session->Queue(statements::Commit());
  return session->Flush();
}

}  // namespace recourse::classify
