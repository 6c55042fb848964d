#include "services/followup/adapters/policy_store.h"

#include <utility>

namespace recourse::followup {
namespace {

// What is active of one kind. UNAVAILABLE with `remedy` where there is none yet;
// FAILED_PRECONDITION for one that this build cannot read any more.
template <typename Made>
StatusOr<Made> ActiveOf(Session& session, const std::string& kind,
                        const std::map<std::string, std::int64_t>& versions, const char* remedy,
                        StatusOr<Made> (*read)(const std::string&)) {
  const auto found = versions.find(kind);
  if (found == versions.end()) {
    return absl::UnavailableError("no policy of kind " + kind + " yet: " + remedy);
  }
  const auto document = PolicyTable::Document(session, kind, found->second);
  if (!document.ok()) return document.status();
  auto made = read(*document);
  if (made.ok()) return made;
  return absl::FailedPreconditionError("policy " + kind + " version " +
                                       std::to_string(found->second) + ": " +
                                       std::string(made.status().message()));
}

StatusOr<Policy> ActiveSurvey(Session& session,
                              const std::map<std::string, std::int64_t>& versions) {
  return ActiveOf(session, kSurveyKind, versions, "load it by `recoursectl policy put`",
                  ReadSurveyDocument);
}

StatusOr<Organization> ActiveOrganization(Session& session,
                                          const std::map<std::string, std::int64_t>& versions) {
  return ActiveOf(session, kOrganizationKind, versions,
                  "it comes from routing: load it there by `recoursectl org import`",
                  ReadOrganizationDocument);
}

}  // namespace

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Active(Session& session) {
  auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  const std::lock_guard lock(mutex_);
  if (policy_ != nullptr && versions_ == *versions) return policy_;
  auto policy = Read(session, *versions);
  if (!policy.ok()) return policy.status();
  versions_ = *std::move(versions);
  policy_ = *policy;
  return policy_;
}

StatusOr<std::shared_ptr<const Policy>> PolicyStore::Read(Session& session,
                                                          const Versions& versions) {
  const auto survey = ActiveSurvey(session, versions);
  if (!survey.ok()) return survey.status();
  const auto organization = ActiveOrganization(session, versions);
  if (!organization.ok()) return organization.status();
  auto policy = std::make_shared<Policy>(Combine(*survey, *organization));
  policy->version = versions.at(kSurveyKind);
  return std::shared_ptr<const Policy>(std::move(policy));
}

Status PolicyStore::Check(Session& session, const std::string& kind, const std::string& document) {
  if (kind != kSurveyKind) {
    return absl::NotFoundError(
        "followup knows the kind survey; " + kind +
        (kind == kOrganizationKind ? " is routing's: put it there" : " is none of its"));
  }
  const auto survey = ReadSurveyDocument(document);
  if (!survey.ok()) return survey.status();
  const auto versions = PolicyTable::ActiveVersions(session);
  if (!versions.ok()) return versions.status();
  const auto organization = ActiveOrganization(session, *versions);
  return CheckSurvey(*survey, organization.ok() ? &*organization : nullptr);
}

Status OrganizationTable::Keep(const std::string& document) {
  if (const auto read = ReadOrganizationDocument(document); !read.ok()) return read.status();
  const auto active = table_.Get(kOrganizationKind, 0);
  if (active.ok() && active->document == document) return absl::OkStatus();
  if (!active.ok() && !absl::IsNotFound(active.status())) return active.status();
  const PolicyActor actor{"service-followup", "followup", "followed from routing"};
  return table_.Put(kOrganizationKind, document, actor).status();
}

}  // namespace recourse::followup
