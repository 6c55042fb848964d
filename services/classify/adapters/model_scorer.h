#pragma once

#include <array>
#include <atomic>
#include <iterator>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "services/classify/adapters/model_asked.h"
#include "services/classify/adapters/second_tier.h"
#include "services/classify/domain/scorer.h"

namespace recourse::classify {

// Scores texts by the models in charge, and asks the challenger beside them. Texts that are scored
// together are scored by one whole pair of champion and second, whatever is swapped meanwhile; the
// former are gone when the last text that they score is done. Thread-safe.
class ModelScorer final : public Scorer {
 public:
  // Null where there is no encoder; nobody can be the second then.
  explicit ModelScorer(EncoderPtr encoder = nullptr) : second_tier_(std::move(encoder)) {}

  // Without a champion it knows nothing and says so: model_version `none`.
  std::vector<Scores> ScoreAll(std::span<const std::string_view> texts) const override;
  bool Ready() const override { return ready_; }

  // A model that is fit for the role takes it (model_fitness.h); null ends it. `ask_below` is of
  // the second.
  void Swap(ModelRole role, std::shared_ptr<const AskedModel> model, double ask_below = 0);
  // It is known which models have which role.
  void SetReady() { ready_ = true; }
  // Empty where the role is not taken.
  ModelVersion VersionOf(ModelRole role) const;
  const EncoderPtr& encoder() const { return second_tier_.encoder(); }

 private:
  struct InCharge {
    std::array<std::shared_ptr<const AskedModel>, std::size(kModelRoles)> models;  // by role
    double ask_below = 0;                                                          // of the second
    const AskedModel* Of(ModelRole role) const {
      return models[static_cast<std::size_t>(role)].get();
    }
  };
  std::shared_ptr<const InCharge> Now() const;
  Scores ScoreFirst(std::string_view text, const InCharge& in_charge) const;
  void Compare(const std::vector<AskedModel::Said>& said, const AskedModel& champion,
               const AskedModel& challenger, ModelWork& work) const;

  mutable std::mutex mutex_;  // held to copy a pointer, never to score
  std::shared_ptr<const InCharge> in_charge_ = std::make_shared<const InCharge>();
  std::atomic<bool> ready_{false};
  ModelMetrics metrics_;
  const SecondTier second_tier_;
};

}  // namespace recourse::classify
