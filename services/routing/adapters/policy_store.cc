#include "services/routing/adapters/policy_store.h"

#include "services/routing/adapters/policy_json.h"

namespace recourse::routing {

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Active(Session& session) {
  auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  {
    const std::lock_guard lock(mutex_);
    if (policy_ != nullptr && versions_ == *versions) return policy_;
  }
  auto policy = Read(session, *versions);
  if (!policy.ok()) return policy.status();
  const std::lock_guard lock(mutex_);
  versions_ = *std::move(versions);
  policy_ = *policy;
  return policy_;
}

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Read(Session& session,
                                                          const Versions& versions) {
  auto policy = std::make_shared<Policy>();
  for (const char* kind : {kOrganization, kCalendar, kSla, kRouting}) {
    const auto found = versions.find(kind);
    if (found == versions.end()) {
      return absl::UnavailableError("no policy of kind " + std::string(kind) +
                                    " yet: load it by `recoursectl policy put` or `org import`");
    }
    auto document = PolicyTable::Document(session, kind, found->second);
    if (!document.ok()) return document.status();
    if (Status s = ReadPolicyDocument(kind, *document, *policy); !s.ok()) {
      return absl::FailedPreconditionError("policy " + std::string(kind) + " version " +
                                           std::to_string(found->second) + ": " +
                                           std::string(s.message()));
    }
  }
  policy->versions = {versions.at(kRouting), versions.at(kSla)};
  return std::shared_ptr<const Policy>(std::move(policy));
}

}  // namespace recourse::routing
