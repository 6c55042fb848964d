#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>

#include "services/classify/adapters/model_asked.h"
#include "services/classify/domain/scorer.h"

namespace recourse::classify {

// Scores texts by the model in charge, and asks the challenger beside it. A text is scored by one
// whole model, whatever is swapped meanwhile; the former is gone when the last text that it scores
// is done. Thread-safe.
class ModelScorer final : public Scorer {
 public:
  // Without a champion it knows nothing and says so: model_version `none`.
  Scores Score(std::string_view text) const override;
  bool Ready() const override { return ready_; }

  // A model that has passed CheckHeads takes the role; null ends it.
  void Swap(ModelRole role, std::shared_ptr<const AskedModel> model);
  // It is known which models have which role.
  void SetReady() { ready_ = true; }
  // Empty where the role is not taken.
  ModelVersion VersionOf(ModelRole role) const;

 private:
  struct InCharge {
    std::shared_ptr<const AskedModel> champion;
    std::shared_ptr<const AskedModel> challenger;
  };
  std::shared_ptr<const InCharge> Now() const;
  void Compare(const std::vector<AskedModel::Said>& said, const InCharge& in_charge,
               ModelWork& work) const;

  mutable std::mutex mutex_;  // held to copy a pointer, never to score
  std::shared_ptr<const InCharge> in_charge_ = std::make_shared<const InCharge>();
  std::atomic<bool> ready_{false};
  ModelMetrics metrics_;
};

}  // namespace recourse::classify
