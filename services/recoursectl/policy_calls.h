#pragma once

#include <string>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "services/recoursectl/client.h"

namespace recourse::ctl {

inline constexpr const char* kPolicyOwners[] = {"RECOURSE_ROUTING_ADDR", "RECOURSE_CLASSIFY_ADDR",
                                                "RECOURSE_FOLLOWUP_ADDR"};

// Whose policies a kind belongs to.
inline const char* OwnerOf(const std::string& kind) {
  if (kind == "survey") return kPolicyOwners[2];
  return kind == "rules" || kind == "taxonomy" ? kPolicyOwners[1] : kPolicyOwners[0];
}

// One call to the service that obeys this kind of policy.
template <typename Request, typename Response>
Status CallPolicies(const Context& context, const char* owner,
                    grpc::Status (policy::v1::PolicyService::Stub::*method)(grpc::ClientContext*,
                                                                            const Request&,
                                                                            Response*),
                    const Request& request, Response& response) {
  auto peer = Connect(context, owner);
  if (!peer.ok()) return peer.status();
  auto stub = policy::v1::PolicyService::NewStub(peer->channel);
  return Call(*peer, *stub, method, request, response);
}

// Version 0 is the active one.
StatusOr<policy::v1::Policy> GetPolicyOf(const Context& context, const std::string& kind,
                                         std::int64_t version);
StatusOr<policy::v1::PutPolicyResponse> PutPolicyOf(const Context& context,
                                                    const policy::v1::PutPolicyRequest& request);
void PrintPolicy(const Context& context, const policy::v1::Policy& policy);

}  // namespace recourse::ctl
