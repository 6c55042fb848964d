#include "services/console/adapters/policy_client.h"

#include "services/common/grpc/status.h"

namespace recourse::console {
namespace {

using namespace policy::v1;  // NOLINT: the contract of this file

constexpr int kPageSize = 1'000;

// Of the kinds that are its own: a service may keep a copy of another's.
Status AddActive(const PolicyClient& client, PolicyClient::Stub& stub, const std::string& key,
                 std::vector<Policy>& out) {
  ListPoliciesRequest request;
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext context;
    Prepare(context, {key, kPeerDeadline});
    ListPoliciesResponse response;
    const grpc::Status listed = stub.ListPolicies(&context, request, &response);
    if (!listed.ok()) return FromGrpc(listed);
    for (Policy& policy : *response.mutable_policies()) {
      const bool own = &client.OwnerOf(policy.kind()) == &stub;
      if (own && policy.active()) out.push_back(std::move(policy));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

PolicyClient::Stub& PolicyClient::OwnerOf(const std::string& kind) const {
  if (kind == "rules" || kind == "taxonomy") return *classify_;
  return kind == "survey" ? *followup_ : *routing_;
}

StatusOr<std::vector<Policy>> PolicyClient::ListActive(const std::string& key) const {
  std::vector<Policy> policies;
  for (Stub* stub : {routing_.get(), classify_.get(), followup_.get()}) {
    if (Status s = AddActive(*this, *stub, key, policies); !s.ok()) return s;
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
