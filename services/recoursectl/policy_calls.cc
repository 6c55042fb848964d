#include "services/recoursectl/policy_calls.h"

#include <cstdio>

namespace recourse::ctl {

using policy::v1::PolicyService;

StatusOr<policy::v1::Policy> GetPolicyOf(const Context& context, const std::string& kind,
                                         std::int64_t version) {
  policy::v1::GetPolicyRequest request;
  request.set_kind(kind);
  request.set_version(version);
  policy::v1::GetPolicyResponse response;
  const Status got =
      CallPolicies(context, OwnerOf(kind), &PolicyService::Stub::GetPolicy, request, response);
  if (!got.ok()) return got;
  return response.policy();
}

StatusOr<policy::v1::PutPolicyResponse> PutPolicyOf(const Context& context,
                                                    const policy::v1::PutPolicyRequest& request) {
  policy::v1::PutPolicyResponse response;
  const Status put = CallPolicies(context, OwnerOf(request.kind()), &PolicyService::Stub::PutPolicy,
                                  request, response);
  if (!put.ok()) return put;
  return response;
}

void PrintPolicy(const Context& context, const policy::v1::Policy& policy) {
  if (context.json) return PrintJson(policy);
  std::printf(
      "%-14s version %-4lld %s  %-6s  %s  %s\n", policy.kind().c_str(),
      static_cast<long long>(policy.version()),
      TimeText(true, policy.recorded_time().seconds(), policy.recorded_time().nanos()).c_str(),
      policy.active() ? "active" : "", policy.actor_name().c_str(), policy.note().c_str());
}

}  // namespace recourse::ctl
