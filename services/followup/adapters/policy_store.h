#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/common/postgres/policy_table.h"
#include "services/followup/adapters/policy_json.h"

namespace recourse::followup {

// The active survey policy and organisation as one Policy. The active versions are read in each
// transaction; documents are read, and zones made ready, once a version. Thread-safe.
class PolicyStore {
 public:
  // UNAVAILABLE, with what to do, while one of them is missing.
  StatusOr<std::shared_ptr<const Policy>> Active(Session& session);
  // Whether a document can be obeyed beside what is active: INVALID_ARGUMENT names the place and
  // what would be right; NOT_FOUND for a kind that is not put here.
  Status Check(Session& session, const std::string& kind, const std::string& document);

 private:
  using Versions = std::map<std::string, std::int64_t>;
  StatusOr<std::shared_ptr<const Policy>> Read(Session& session, const Versions& versions);

  std::mutex mutex_;
  Versions versions_;
  std::shared_ptr<const Policy> policy_;
};

// The organisation as it was followed from routing, kept in the service's own policies.
class OrganizationTable {
 public:
  explicit OrganizationTable(PolicyTable& table) : table_(table) {}
  // Keeps a document as a new version where it is not the active one. INVALID_ARGUMENT for one that
  // cannot be read.
  Status Keep(const std::string& document);

 private:
  PolicyTable& table_;
};

}  // namespace recourse::followup
