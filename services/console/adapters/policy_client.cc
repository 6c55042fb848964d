#include "services/console/adapters/policy_client.h"

#include "services/common/grpc/status.h"

namespace recourse::console {
namespace {

using namespace policy::v1;  // NOLINT: the contract of this file

constexpr int kPageSize = 1'000;

Status AddActive(PolicyClient::Stub& stub, const std::string& key, std::vector<Policy>& out) {
  ListPoliciesRequest request;
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext context;
    Prepare(context, {key, kPeerDeadline});
    ListPoliciesResponse response;
    const grpc::Status listed = stub.ListPolicies(&context, request, &response);
    if (!listed.ok()) return FromGrpc(listed);
    for (Policy& policy : *response.mutable_policies()) {
      if (policy.active()) out.push_back(std::move(policy));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

PolicyClient::Stub& PolicyClient::OwnerOf(const std::string& kind) const {
  return kind == "rules" || kind == "taxonomy" ? *classify_ : *routing_;
}

StatusOr<std::vector<Policy>> PolicyClient::ListActive(const std::string& key) const {
  std::vector<Policy> policies;
  for (Stub* stub : {routing_.get(), classify_.get()}) {
    if (Status s = AddActive(*stub, key, policies); !s.ok()) return s;
  }
  return policies;
}

StatusOr<Policy> PolicyClient::GetActive(const std::string& key, const std::string& kind) const {
  GetPolicyRequest request;
  request.set_kind(kind);
  grpc::ClientContext context;
  Prepare(context, {key, kPeerDeadline});
  GetPolicyResponse response;
  const grpc::Status got = OwnerOf(kind).GetPolicy(&context, request, &response);
  if (!got.ok()) return FromGrpc(got);
  return response.policy();
}

}  // namespace recourse::console
