#include "services/common/app/policy_grpc.h"

#include "services/common/grpc/status.h"

namespace recourse {
namespace {

using namespace policy::v1;  // NOLINT: the contract of this file

void Write(const PolicyDocument& in, Policy& out) {
  out.set_kind(in.kind);
  out.set_version(in.version);
  out.set_document(in.document);
  const auto ms = in.recorded_time.time_since_epoch().count();
  out.mutable_recorded_time()->set_seconds(ms / 1000);
  out.mutable_recorded_time()->set_nanos(static_cast<std::int32_t>(ms % 1000) * 1'000'000);
  out.set_active(in.active);
}

}  // namespace

grpc::ServerUnaryReactor* PolicyGrpc::PutPolicy(grpc::CallbackServerContext* context,
                                                const PutPolicyRequest* request,
                                                PutPolicyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const PutPolicyRequest& in, PutPolicyResponse& out) {
                           if (Status s = check_(in.kind(), in.document()); !s.ok()) {
                             return ToGrpc(s);
                           }
                           const auto put = table_.Put(in.kind(), in.document());
                           if (!put.ok()) return ToGrpc(put.status());
                           Write(*put, *out.mutable_policy());
                           return grpc::Status::OK;
                         });
}

grpc::ServerUnaryReactor* PolicyGrpc::GetPolicy(grpc::CallbackServerContext* context,
                                                const GetPolicyRequest* request,
                                                GetPolicyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const GetPolicyRequest& in, GetPolicyResponse& out) {
                           const auto policy = table_.Get(in.kind(), in.version());
                           if (!policy.ok()) return ToGrpc(policy.status());
                           Write(*policy, *out.mutable_policy());
                           if (policy->version == in.known_version()) {
                             out.mutable_policy()->clear_document();
                           }
                           return grpc::Status::OK;
                         });
}

grpc::ServerUnaryReactor* PolicyGrpc::ListPolicies(grpc::CallbackServerContext* context,
                                                   const ListPoliciesRequest* request,
                                                   ListPoliciesResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const ListPoliciesRequest&, ListPoliciesResponse& out) {
        const auto policies = table_.List();
        if (!policies.ok()) return ToGrpc(policies.status());
        for (const PolicyDocument& policy : *policies) Write(policy, *out.add_policies());
        return grpc::Status::OK;
      });
}

}  // namespace recourse
