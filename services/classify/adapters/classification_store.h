#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "services/classify/adapters/correction_metric.h"
#include "services/classify/adapters/decided_metric.h"
#include "services/classify/adapters/rules_store.h"
#include "services/classify/domain/decide.h"
#include "services/common/postgres/tables.h"

namespace recourse::classify {

// Table `classifications`. Thread-safe.
class ClassificationTables final : public Tables<Domain> {
 public:
  ClassificationTables(RulesStore& rules, DecidedMetric& metric) : rules_(rules), metric_(metric) {}
  StatusOr<View> Load(Session& session, const std::vector<FeedbackId>& feedback) override;
  void Save(Session& session, const Changes<Domain>& changes) override;
  StatusOr<std::shared_ptr<const Policy>> ReadPolicy(Session& session) override;

 private:
  void Count(const Changes<Domain>& changes);

  RulesStore& rules_;
  DecidedMetric& metric_;
  CorrectionMetric corrections_;
};

// The classification in force, without a lock: that of the highest ordinal; nothing where there is
// none yet. Of an `ordinal` other than 0 that one.
StatusOr<std::optional<Kept>> ReadClassification(Pool& pool, const FeedbackId& feedback_id,
                                                 int ordinal = 0);

}  // namespace recourse::classify
