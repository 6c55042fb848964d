#include "services/followup/adapters/organization_client.h"

#include <chrono>

#include "services/common/grpc/status.h"
#include "services/followup/adapters/policy_json.h"

namespace recourse::followup {

OrganizationClient::OrganizationClient(const Address& peer, Secret key_secret)
    : key_(std::move(key_secret), "followup", Role::kAuditor),
      stub_(policy::v1::PolicyService::NewStub(MakeChannel(peer))) {}

StatusOr<std::optional<FollowedOrganization>> OrganizationClient::Ask(std::int64_t known) {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  auto key = key_.Mint(Timestamp(now));
  if (!key.ok()) return key.status();
  grpc::ClientContext context;
  Prepare(context, {*std::move(key), kDeadline, /*wait_for_ready=*/false, /*traced=*/false});
  policy::v1::GetPolicyRequest request;
  request.set_kind(kOrganizationKind);
  request.set_known_version(known);
  policy::v1::GetPolicyResponse response;
  if (const auto status = stub_->GetPolicy(&context, request, &response); !status.ok()) {
    return FromGrpc(status);
  }
  auto& found = *response.mutable_policy();
  if (found.version() == known) return std::nullopt;
  return FollowedOrganization{found.version(), std::move(*found.mutable_document())};
}

}  // namespace recourse::followup
