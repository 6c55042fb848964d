#pragma once

#include <memory>
#include <vector>

#include "services/common/postgres/tables.h"
#include "services/followup/adapters/policy_store.h"
#include "services/followup/domain/decide.h"

namespace recourse::followup {

// The rows of files, loops and deliveries. What left a full file stays in its row and is not loaded
// any more. Thread-safe.
class FileTables final : public Tables<Domain> {
 public:
  explicit FileTables(PolicyStore& policies) : policies_(policies) {}
  StatusOr<View> Load(Session& session, const std::vector<FileId>& files) override;
  void Save(Session& session, const Changes<Domain>& changes) override;
  StatusOr<std::shared_ptr<const Policy>> ReadPolicy(Session& session) override;

 private:
  PolicyStore& policies_;
};

}  // namespace recourse::followup
