#include "services/classify/adapters/model_watch.h"

#include <memory>
#include <string>
#include <utility>

#include "services/classify/adapters/model_fitness.h"
#include "services/common/process/log.h"
#include "services/common/runtime/crash.h"

namespace recourse::classify {
namespace {

constexpr const char* kCondition = "model";

Status CheckUsable(const Model& model, ModelRole role, const Encoder* encoder) {
  const auto unfit = WhyUnfit(model, role, encoder);
  return unfit ? absl::InvalidArgumentError(unfit->sentence) : absl::OkStatus();
}

}  // namespace

ModelWatch::ModelWatch(ModelStore& store, ModelScorer& scorer, Readiness& readiness)
    : store_(store), scorer_(scorer), readiness_(readiness) {
  readiness_.SetNotReady(kCondition, "the models in charge are not loaded yet");
}

void ModelWatch::Start(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Status looked = Look();
    Tell(looked);
    if (looked.ok()) break;
    CrashUnlessHealing(looked, "models");
    readiness_.SetNotReady(kCondition, std::string(looked.message()));
    SleepFor(stop, kLookEvery);
  }
  if (stop.stop_requested()) return;
  scorer_.SetReady();
  readiness_.SetReady(kCondition);
  worker_ = Worker("models", [this](const std::stop_token& ended) { Run(ended); });
}

void ModelWatch::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void ModelWatch::Run(const std::stop_token& stop) {
  while (SleepFor(stop, kLookEvery)) {
    const Status looked = Look();
    Tell(looked);
    if (!looked.ok()) CrashUnlessHealing(looked, "models");
  }
}

// Once for each new fault.
void ModelWatch::Tell(const Status& looked) {
  const std::string fault(looked.message());
  if (!looked.ok() && fault != told_) {
    Log(LogLevel::kWarning, "models are not heard of: those in charge go on",
        {{"error", looked.ToString()}});
  }
  told_ = fault;
}

Status ModelWatch::Look() {
  for (const ModelRole role : kModelRoles) {
    if (Status followed = Follow(role); !followed.ok()) return followed;
  }
  return absl::OkStatus();
}

// From the latest activation back to the one that is in place: the first that can be used.
Status ModelWatch::Follow(ModelRole role) {
  const auto recent = store_.Recent(role, kFormerMax);
  if (!recent.ok()) return recent.status();
  for (const ModelActivation& activation : *recent) {
    if (activation.ordinal == placed_[role]) return absl::OkStatus();
    if (TriedLately(activation)) continue;
    const auto placed = Place(activation);
    if (!placed.ok()) return placed.status();
    if (*placed) return absl::OkStatus();
  }
  return absl::OkStatus();
}

// False where it cannot be used; an error where that cannot be said.
StatusOr<bool> ModelWatch::Place(const ModelActivation& activation) {
  std::shared_ptr<const AskedModel> asked;
  if (!activation.model_version.value().empty()) {
    const auto named = store_.Load(activation.model_version);
    if (!named.ok() && DispositionOf(named.status().code()) == Disposition::kRetry) {
      return named.status();
    }
    const Status usable = named.ok()
                              ? CheckUsable(*named->model, activation.role, scorer_.encoder().get())
                              : named.status();
    if (!usable.ok()) {
      TellUnusable(activation, usable);
      return false;
    }
    asked = std::make_shared<const AskedModel>(*named);
  }
  scorer_.Swap(activation.role, std::move(asked), activation.ask_below);
  placed_[activation.role] = activation.ordinal;
  Log(LogLevel::kInfo, "a model took its role",
      {{"role", WordOf(activation.role)},
       {"model_version", activation.model_version.value()},
       {"activation", activation.ordinal}});
  return true;
}

void ModelWatch::TellUnusable(const ModelActivation& activation, const Status& why) {
  unusable_[activation.ordinal] = std::chrono::steady_clock::now();
  metrics_.Unusable(activation.role);
  Log(LogLevel::kError, "a model cannot be used: the former goes on, without one the rules alone",
      {{"role", WordOf(activation.role)},
       {"model_version", activation.model_version.value()},
       {"activation", activation.ordinal},
       {"error", why.ToString()}});
}

bool ModelWatch::TriedLately(const ModelActivation& activation) const {
  const auto tried = unusable_.find(activation.ordinal);
  return tried != unusable_.end() && std::chrono::steady_clock::now() - tried->second < kTryAgain;
}

}  // namespace recourse::classify
