#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <vector>

#include "services/classify/adapters/model_metrics.h"
#include "services/classify/adapters/model_scorer.h"
#include "services/classify/adapters/model_store.h"
#include "services/common/process/readiness.h"
#include "services/common/process/worker.h"

namespace recourse::classify {

// Keeps the scorer at the models that were activated last: looks each kLookEvery, loads and checks
// what is new, and swaps it in. A model that cannot be used leaves the former in place, is told and
// counted, and is tried again after kTryAgain (it may have been put again). Where none can be used,
// as after a release that reads another format, the rules alone decide: a complaint that people
// must sort is answered in time, one that is held back is not.
class ModelWatch {
 public:
  static constexpr std::chrono::milliseconds kLookEvery{1'000};
  static constexpr std::chrono::milliseconds kTryAgain{60'000};
  // How many activations back a usable model is looked for where none is in place yet.
  static constexpr int kFormerMax = ModelStore::kFormerMax;

  ModelWatch(ModelStore& store, ModelScorer& scorer, Readiness& readiness);
  ~ModelWatch() { Stop(); }

  // Returns when it is known which models are in charge, and goes on looking in the background.
  // Until then nothing may be scored: a store that is away delays. Returns early when stopped.
  void Start(const std::stop_token& stop);
  void Stop();

  // One look; its errors are the store's.
  Status Look();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  Status Follow(ModelRole role);
  StatusOr<bool> Place(const ModelActivation& activation);
  void TellUnusable(const ModelActivation& activation, const Status& why);
  bool TriedLately(const ModelActivation& activation) const;
  void Run(const std::stop_token& stop);
  void Tell(const Status& looked);

  ModelStore& store_;
  ModelScorer& scorer_;
  Readiness& readiness_;
  const ModelMetrics metrics_;
  std::map<ModelRole, std::int64_t> placed_;  // the activation that is in place
  std::map<std::int64_t, Instant> unusable_;  // activations, and when each was tried
  std::string told_;                          // the fault that was told last
  Worker worker_;                             // last: it uses all of the above
};

}  // namespace recourse::classify
