#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "services/common/postgres/policy_table.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// Versions of the policy documents as one Policy. The active versions are read in each transaction;
// documents are read once a version. Thread-safe.
class PolicyStore {
 public:
  // UNAVAILABLE, with what to do, while a kind is missing.
  StatusOr<std::shared_ptr<const Policy>> Active(Session& session);

 private:
  using Versions = std::map<std::string, std::int64_t>;
  static StatusOr<std::shared_ptr<const Policy>> Read(Session& session, const Versions& versions);

  std::mutex mutex_;
  Versions versions_;
  std::shared_ptr<const Policy> policy_;
};

}  // namespace recourse::routing
