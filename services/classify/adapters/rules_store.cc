#include "services/classify/adapters/rules_store.h"

#include <string>

#include "services/classify/adapters/rules_json.h"
#include "services/common/postgres/policy_table.h"

namespace recourse::classify {

StatusOr<std::shared_ptr<const Policy>> RulesStore::Active(Session& session) {
  const auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  const auto found = versions->find(kRulesKind);
  const std::int64_t version = found == versions->end() ? 0 : found->second;
  {
    const std::lock_guard lock(mutex_);
    if (active_->version == version) return active_;
  }
  auto policy = Read(session, version);
  if (!policy.ok()) return policy.status();
  // Two that read at once keep one each, and the later stays: it is only a cache.
  const std::lock_guard lock(mutex_);
  active_ = *policy;
  return policy;
}

std::shared_ptr<const Policy> RulesStore::Latest() const {
  const std::lock_guard lock(mutex_);
  return active_;
}

StatusOr<std::shared_ptr<const Policy>> RulesStore::Read(Session& session, std::int64_t version) {
  if (version == 0) return std::make_shared<const Policy>();
  const auto document = PolicyTable::Document(session, kRulesKind, version);
  if (!document.ok()) return document.status();
  const auto written = ReadRules(*document);
  if (!written.ok()) {
    return absl::DataLossError("rules version " + std::to_string(version) +
                               " were kept and cannot be read: put them again; " +
                               std::string(written.status().message()));
  }
  return std::make_shared<const Policy>(Compile(*written, version));
}

}  // namespace recourse::classify
