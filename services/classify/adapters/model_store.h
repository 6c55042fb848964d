#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/classify/adapters/model_file.h"
#include "services/classify/adapters/model_role.h"
#include "services/common/core/decider.h"
#include "services/common/postgres/pool.h"

namespace recourse::classify {

// Of one statement.
inline constexpr std::size_t kModelChunkBytes = 1'048'576;

struct KeptModel {
  ModelVersion model_version{};
  std::string licence_class{};
  std::string card{};  // JSON
  std::int64_t size_bytes = 0;
  Timestamp recorded_time{};
  std::optional<ModelRole> role{};  // champion where it has several
  double ask_below = 0;             // of the second
};

// Which model took a role; an empty version ended it.
struct ModelActivation {
  std::int64_t ordinal = 0;
  ModelRole role = ModelRole::kChampion;
  ModelVersion model_version{};
  double ask_below = 0;  // of a second: of which probability of the champion; else 0
};

// Who chooses, by a request that is safe to repeat.
struct ModelChoice {
  Uuid request_id{};
  std::string actor_id{};
};

// Tables `models`, `model_chunks`, `model_activations` and `model_deletions`. Thread-safe.
class ModelStore {
 public:
  // How many activations back a usable model is looked for; so many are not deleted either.
  static constexpr int kFormerMax = 8;

  explicit ModelStore(Pool& pool) : pool_(pool) {}

  // Keeps the bytes under their version. True where they were known; bytes of a known version that
  // are damaged in the store are replaced, and then they were not.
  StatusOr<bool> Put(const KeptModel& model, const std::string& put_by, std::string_view bytes);
  // The latest first.
  StatusOr<std::vector<KeptModel>> List(int limit);
  // NOT_FOUND; DATA_LOSS where what is kept is not what was put.
  StatusOr<NamedModel> Load(const ModelVersion& version);

  // Of one role, the latest first.
  StatusOr<std::vector<ModelActivation>> Recent(ModelRole role, int limit);
  // `wanted` without its ordinal. What is so already makes no activation: the one that stands.
  // ALREADY_EXISTS where the request was used for another choice.
  StatusOr<ModelActivation> Activate(const ModelChoice& choice, const ModelActivation& wanted);
  // What rolling a role back leads to. FAILED_PRECONDITION where there was none before.
  struct Before {
    std::int64_t active_ordinal = 0;
    ModelVersion model_version{};
  };
  StatusOr<Before> BeforeActive(ModelRole role);
  // To what was in charge before the activation `expected`; ABORTED where another is by now.
  StatusOr<ModelActivation> RollBack(const ModelChoice& choice, ModelRole role,
                                     std::int64_t expected);
  // FAILED_PRECONDITION for a model that has a role or to which going back could lead (the last
  // kFormerMax activations of each role, and as many rollbacks); NOT_FOUND; ALREADY_EXISTS as
  // above. The same request again is done already.
  Status Delete(const ModelChoice& choice, const ModelVersion& version);

  // What came of an earlier request for a rollback; ALREADY_EXISTS as above.
  StatusOr<std::optional<ModelActivation>> FindRollBack(const ModelChoice& choice, ModelRole role);

 private:
  Pool& pool_;
};

}  // namespace recourse::classify
