#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "services/common/postgres/tables.h"
#include "services/routing/adapters/policy_store.h"
#include "services/routing/adapters/suggestion_metric.h"
#include "services/routing/domain/decide.h"

namespace recourse::routing {

// The rows of customers' files: tickets, dispositions, facts. Thread-safe.
class TicketTables final : public Tables<Domain> {
 public:
  explicit TicketTables(PolicyStore& policies) : policies_(policies) {}
  StatusOr<View> Load(Session& session, const std::vector<FileId>& files) override;
  void Save(Session& session, const Changes<Domain>& changes) override;
  StatusOr<std::shared_ptr<const Policy>> ReadPolicy(Session& session) override;

 private:
  PolicyStore& policies_;
  const SuggestionMetric suggestions_;
};

}  // namespace recourse::routing
