#pragma once

#include <functional>
#include <string>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/common/postgres/policy_table.h"

namespace recourse {

// Says whether a service could obey a document: OK, or INVALID_ARGUMENT with a sentence that names
// the place in it and what would be right, "standards[0].id: stands twice". NOT_FOUND for a kind
// that is not the service's.
using PolicyCheck = std::function<Status(const std::string& kind, const std::string& document)>;

// What a check said, as `policy-refused` with `detail`, and `field` where the sentence names one.
// Other errors stay what they are.
grpc::Status PolicyRefusal(const Status& status);

// PolicyService over a service's own table. What becomes active is checked beside what is active at
// that moment, also a version that was once. Thread-safe.
class PolicyGrpc final : public policy::v1::PolicyService::CallbackService {
 public:
  static constexpr int kPageSize = 100;
  static constexpr int kPageSizeMax = 1'000;

  PolicyGrpc(Calls& calls, PolicyTable& table, PolicyCheck check)
      : calls_(calls), table_(table), check_(std::move(check)) {}

  grpc::ServerUnaryReactor* PutPolicy(grpc::CallbackServerContext* context,
                                      const policy::v1::PutPolicyRequest* request,
                                      policy::v1::PutPolicyResponse* response) override;
  grpc::ServerUnaryReactor* GetPolicy(grpc::CallbackServerContext* context,
                                      const policy::v1::GetPolicyRequest* request,
                                      policy::v1::GetPolicyResponse* response) override;
  grpc::ServerUnaryReactor* ListPolicies(grpc::CallbackServerContext* context,
                                         const policy::v1::ListPoliciesRequest* request,
                                         policy::v1::ListPoliciesResponse* response) override;
  grpc::ServerUnaryReactor* ActivatePolicy(grpc::CallbackServerContext* context,
                                           const policy::v1::ActivatePolicyRequest* request,
                                           policy::v1::ActivatePolicyResponse* response) override;
  grpc::ServerUnaryReactor* RollBackPolicy(grpc::CallbackServerContext* context,
                                           const policy::v1::RollBackPolicyRequest* request,
                                           policy::v1::RollBackPolicyResponse* response) override;
  grpc::ServerUnaryReactor* ListPolicyActivations(
      grpc::CallbackServerContext* context, const policy::v1::ListPolicyActivationsRequest* request,
      policy::v1::ListPolicyActivationsResponse* response) override;

 private:
  grpc::Status Put(const Call& call, const policy::v1::PutPolicyRequest& in,
                   policy::v1::PutPolicyResponse& out);
  grpc::Status Activate(const Call& call, const policy::v1::ActivatePolicyRequest& in,
                        policy::v1::ActivatePolicyResponse& out);
  grpc::Status RollBack(const Call& call, const policy::v1::RollBackPolicyRequest& in,
                        policy::v1::RollBackPolicyResponse& out);
  grpc::Status List(const policy::v1::ListPoliciesRequest& in,
                    policy::v1::ListPoliciesResponse& out);
  grpc::Status ListActivations(const policy::v1::ListPolicyActivationsRequest& in,
                               policy::v1::ListPolicyActivationsResponse& out);
  // Whether that version could be obeyed now.
  Status CheckVersion(const std::string& kind, std::int64_t version);

  Calls& calls_;
  PolicyTable& table_;
  PolicyCheck check_;
};

}  // namespace recourse
