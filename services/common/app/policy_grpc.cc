#include "services/common/app/policy_grpc.h"

#include <charconv>
#include <optional>

#include "services/common/grpc/status.h"

namespace recourse {
namespace {

using namespace policy::v1;  // NOLINT: the contract of this file

void Write(Timestamp time, google::protobuf::Timestamp& out) {
  const auto ms = time.time_since_epoch().count();
  out.set_seconds(ms / 1000);
  out.set_nanos(static_cast<std::int32_t>(ms % 1000) * 1'000'000);
}

template <typename Message>
void Write(const PolicyActor& actor, Message& out) {
  out.set_actor_id(actor.id);
  out.set_actor_name(actor.name);
  out.set_note(actor.note);
}

void Write(const PolicyDocument& in, Policy& out) {
  out.set_kind(in.kind);
  out.set_version(in.version);
  out.set_document(in.document);
  Write(in.recorded_time, *out.mutable_recorded_time());
  out.set_active(in.active);
  Write(in.actor, out);
}

ActivationCause CauseOf(const std::string& cause) {
  if (cause == "put") return ACTIVATION_CAUSE_PUT;
  if (cause == "activated") return ACTIVATION_CAUSE_ACTIVATED;
  if (cause == "rolled_back") return ACTIVATION_CAUSE_ROLLED_BACK;
  return ACTIVATION_CAUSE_UNSPECIFIED;
}

void Write(const recourse::PolicyActivation& in, policy::v1::PolicyActivation& out) {
  out.set_kind(in.kind);
  out.set_activation(in.activation);
  out.set_version(in.version);
  out.set_cause(CauseOf(in.cause));
  Write(in.actor, out);
  Write(in.recorded_time, *out.mutable_recorded_time());
}

grpc::Status Refused(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

// Nothing where the reason may be kept.
std::optional<grpc::Status> FaultOfNote(const std::string& note) {
  if (note.size() <= kPolicyNoteBytesMax && note.find('\0') == std::string::npos) {
    return std::nullopt;
  }
  return Refused("note-too-long", "note must be a text of at most 1,000 bytes");
}

grpc::Status StatusOfChange(const Status& status) {
  if (status.code() != StatusCode::kFailedPrecondition) return ToGrpc(status);
  return ToGrpc(Refusal{"policy-nothing-before", {}}, grpc::StatusCode::FAILED_PRECONDITION,
                std::string(status.message()));
}

// "kind/number": after which row the page begins.
std::optional<PolicyPage> PageOf(int size, const std::string& token, const std::string& kind) {
  if (size < 0 || size > PolicyGrpc::kPageSizeMax) return std::nullopt;
  PolicyPage page{kind, 0, size == 0 ? PolicyGrpc::kPageSize : size};
  if (token.empty()) return page;
  const std::size_t slash = token.rfind('/');
  if (slash == std::string::npos || token.find('\0') != std::string::npos) return std::nullopt;
  page.kind = token.substr(0, slash);
  if (!kind.empty() && page.kind != kind) return std::nullopt;
  const char* const end = token.data() + token.size();
  const auto read = std::from_chars(token.data() + slash + 1, end, page.below);
  if (read.ec != std::errc() || read.ptr != end || page.below < 1) return std::nullopt;
  return page;
}

grpc::Status WrongPage() {
  return Refused("page-malformed",
                 "page_size is 1 to 1,000, or 0 for 100, and page_token what the last answer gave");
}

std::string TokenOf(const std::string& kind, std::int64_t number) {
  return kind + "/" + std::to_string(number);
}

bool IsKind(const std::string& kind) { return kind.find('\0') == std::string::npos; }

}  // namespace

grpc::Status PolicyRefusal(const Status& status) {
  if (status.code() != StatusCode::kInvalidArgument) return ToGrpc(status);
  const std::string sentence(status.message());
  Refusal refusal{"policy-refused", {{"detail", sentence}}};
  const std::size_t colon = sentence.find(": ");
  if (colon != std::string::npos && sentence.find(' ') > colon) {
    refusal.parameters = {{"field", sentence.substr(0, colon)},
                          {"detail", sentence.substr(colon + 2)}};
  }
  return ToGrpc(refusal, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

grpc::Status PolicyGrpc::Put(const Call& call, const PutPolicyRequest& in, PutPolicyResponse& out) {
  if (const auto fault = FaultOfNote(in.note())) return *fault;
  if (Status s = check_(in.kind(), in.document()); !s.ok()) return PolicyRefusal(s);
  if (in.validate_only()) {
    out.mutable_policy()->set_kind(in.kind());
    return grpc::Status::OK;
  }
  const auto put =
      table_.Put(in.kind(), in.document(), {call.caller.id, call.caller.name, in.note()},
                 in.keep_inactive() ? PolicyTable::Then::kKeep : PolicyTable::Then::kActivate);
  if (!put.ok()) return ToGrpc(put.status());
  Write(put->policy, *out.mutable_policy());
  out.set_unchanged(put->unchanged);
  return grpc::Status::OK;
}

Status PolicyGrpc::CheckVersion(const std::string& kind, std::int64_t version) {
  const auto policy = table_.Get(kind, version);
  return policy.ok() ? check_(kind, policy->document) : policy.status();
}

grpc::Status PolicyGrpc::Activate(const Call& call, const ActivatePolicyRequest& in,
                                  ActivatePolicyResponse& out) {
  if (const auto fault = FaultOfNote(in.note())) return *fault;
  if (in.version() < 1 || !IsKind(in.kind())) {
    return Refused("version-malformed", "version must be a whole number from 1");
  }
  if (Status s = CheckVersion(in.kind(), in.version()); !s.ok()) return PolicyRefusal(s);
  const auto made =
      table_.Activate(in.kind(), in.version(), {call.caller.id, call.caller.name, in.note()});
  if (!made.ok()) return StatusOfChange(made.status());
  Write(*made, *out.mutable_activation());
  return grpc::Status::OK;
}

grpc::Status PolicyGrpc::RollBack(const Call& call, const RollBackPolicyRequest& in,
                                  RollBackPolicyResponse& out) {
  if (const auto fault = FaultOfNote(in.note())) return *fault;
  if (!IsKind(in.kind())) return Refused("kind-malformed", "kind must be the name of a policy");
  const auto versions = table_.VersionBefore(in.kind());
  if (!versions.ok()) return StatusOfChange(versions.status());
  if (Status s = CheckVersion(in.kind(), versions->before); !s.ok()) return PolicyRefusal(s);
  const auto made =
      table_.RollBack(in.kind(), versions->active, {call.caller.id, call.caller.name, in.note()});
  if (!made.ok()) return StatusOfChange(made.status());
  Write(*made, *out.mutable_activation());
  return grpc::Status::OK;
}

grpc::Status PolicyGrpc::List(const ListPoliciesRequest& in, ListPoliciesResponse& out) {
  const auto page = PageOf(in.page_size(), in.page_token(), in.kind());
  if (!page || !IsKind(in.kind())) return WrongPage();
  const auto policies = table_.List(*page, !in.kind().empty());
  if (!policies.ok()) return ToGrpc(policies.status());
  for (const PolicyDocument& policy : *policies) Write(policy, *out.add_policies());
  if (static_cast<int>(policies->size()) == page->size) {
    out.set_next_page_token(TokenOf(policies->back().kind, policies->back().version));
  }
  return grpc::Status::OK;
}

grpc::Status PolicyGrpc::ListActivations(const ListPolicyActivationsRequest& in,
                                         ListPolicyActivationsResponse& out) {
  const auto page = PageOf(in.page_size(), in.page_token(), in.kind());
  if (!page || in.kind().empty() || !IsKind(in.kind())) return WrongPage();
  const auto activations = table_.Activations(*page);
  if (!activations.ok()) return ToGrpc(activations.status());
  for (const auto& activation : *activations) Write(activation, *out.add_activations());
  if (static_cast<int>(activations->size()) == page->size) {
    out.set_next_page_token(TokenOf(in.kind(), activations->back().activation));
  }
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* PolicyGrpc::PutPolicy(grpc::CallbackServerContext* context,
                                                const PutPolicyRequest* request,
                                                PutPolicyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const PutPolicyRequest& in,
                                PutPolicyResponse& out) { return Put(call, in, out); });
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
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const ListPoliciesRequest& in,
                                ListPoliciesResponse& out) { return List(in, out); });
}

grpc::ServerUnaryReactor* PolicyGrpc::ActivatePolicy(grpc::CallbackServerContext* context,
                                                     const ActivatePolicyRequest* request,
                                                     ActivatePolicyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const ActivatePolicyRequest& in,
                                ActivatePolicyResponse& out) { return Activate(call, in, out); });
}

grpc::ServerUnaryReactor* PolicyGrpc::RollBackPolicy(grpc::CallbackServerContext* context,
                                                     const RollBackPolicyRequest* request,
                                                     RollBackPolicyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const RollBackPolicyRequest& in,
                                RollBackPolicyResponse& out) { return RollBack(call, in, out); });
}

grpc::ServerUnaryReactor* PolicyGrpc::ListPolicyActivations(
    grpc::CallbackServerContext* context, const ListPolicyActivationsRequest* request,
    ListPolicyActivationsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const ListPolicyActivationsRequest& in,
             ListPolicyActivationsResponse& out) { return ListActivations(in, out); });
}

}  // namespace recourse
