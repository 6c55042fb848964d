#pragma once

#include <functional>
#include <string>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/common/postgres/policy_table.h"

namespace recourse {

// Says whether a service could obey a document: OK, or INVALID_ARGUMENT with a sentence that names
// the place in it and what would be right. NOT_FOUND for a kind that is not the service's.
using PolicyCheck = std::function<Status(const std::string& kind, const std::string& document)>;

// PolicyService over a service's own table. Thread-safe.
class PolicyGrpc final : public policy::v1::PolicyService::CallbackService {
 public:
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

 private:
  Calls& calls_;
  PolicyTable& table_;
  PolicyCheck check_;
};

}  // namespace recourse
