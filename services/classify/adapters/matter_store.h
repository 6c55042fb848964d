#pragma once

#include <memory>
#include <vector>

#include "services/classify/adapters/matter_metric.h"
#include "services/classify/domain/matter/decide.h"
#include "services/common/postgres/tables.h"

namespace recourse::classify {

// Tables `matter_files`, `matter_pieces` and `matter_clusters`. What nothing was added to for
// kForgetDays goes, some with each writing. Thread-safe.
class MatterTables final : public Tables<matter::Domain> {
 public:
  // Longer than a piece or a cluster is of use.
  static constexpr int kForgetDays = 8;
  static constexpr int kForgottenAtOnce = 200;

  explicit MatterTables(MatterMetric& metric) : metric_(metric) {}
  StatusOr<View> Load(Session& session, const std::vector<matter::FileId>& files) override;
  void Save(Session& session, const Changes<matter::Domain>& changes) override;
  StatusOr<std::shared_ptr<const matter::Policy>> ReadPolicy(Session& session) override;

 private:
  void Count(const Changes<matter::Domain>& changes) const;

  MatterMetric& metric_;
  const std::shared_ptr<const matter::Policy> policy_ = std::make_shared<const matter::Policy>();
};

}  // namespace recourse::classify
