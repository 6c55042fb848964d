#include "services/console/adapters/policy_routes.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "services/common/grpc/status.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/json_fields.h"
#include "services/console/adapters/query.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = policy::v1;
using AsyncStub = PolicyClient::AsyncStub;

constexpr int kMaxPageSize = 1'000;

constexpr const char* kPreviewedKind = "rules";

// Beyond 32 bits it is as much too large, or too small, as at their end: the service refuses it.
std::int32_t Narrowed(std::int64_t number) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(
      number, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

constexpr auto kAsItIs = [](const auto& response) { return MessageJson(response); };

OnAnswer To(const Ask& ask) {
  return [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); };
}

// The fields of a body; false where it was refused, and answered.
template <typename Read>
bool ReadFields(const Ask& ask, const Read& read) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) {
    ask.answer(std::move(refusal));
    return false;
  }
  std::optional<FieldFault> fault;
  JsonFields fields(*body, "", fault);
  read(fields);
  fields.NothingElse();
  if (fault) ask.answer(ProblemOf(*fault));
  return !fault;
}

template <typename Request>
bool ReadPage(const Ask& ask, Request& out) {
  if (auto bad = OnlyThese(*ask.request, {"page_size", "page_token"})) {
    ask.answer(*std::move(bad));
    return false;
  }
  std::int64_t page_size = 0;
  if (!ReadNumber(*ask.request, "page_size", 1, kMaxPageSize, page_size)) {
    ask.answer(BadQuery("The page size is a number from 1 to 1,000."));
    return false;
  }
  out.set_kind(ask.part);
  out.set_page_size(static_cast<int>(page_size));
  out.set_page_token(ask.request->Query("page_token").value_or(""));
  return true;
}

}  // namespace

void PolicyRoutes::List(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  const auto policies = policies_.ListActive(ask.identity.key);
  if (!policies.ok()) return ask.answer(ProblemOf(ToGrpc(policies.status())));
  boost::json::array list;
  for (const wire::Policy& policy : *policies) list.push_back(MessageJson(policy));
  ask.answer(
      JsonResponse(boost::json::serialize(boost::json::object{{"policies", std::move(list)}})));
}

void PolicyRoutes::Get(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"version"})) return ask.answer(*std::move(bad));
  std::int64_t version = 0;
  if (!ReadNumber(*ask.request, "version", 1, std::numeric_limits<std::int64_t>::max(), version)) {
    return ask.answer(BadQuery("The version is a whole number from 1."));
  }
  wire::GetPolicyRequest request;
  request.set_kind(ask.part);
  request.set_version(version);
  policies_.Ask<wire::GetPolicyRequest, wire::GetPolicyResponse>(
      ask.identity.key, &AsyncStub::GetPolicy, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::Put(const Ask& ask) {
  std::string document, note;
  bool validate_only = false, keep_inactive = false;
  const bool read = ReadFields(ask, [&](JsonFields& fields) {
    fields.Text("document", document);
    fields.Text("note", note);
    fields.Bool("validate_only", validate_only);
    fields.Bool("keep_inactive", keep_inactive);
  });
  if (!read) return;
  wire::PutPolicyRequest request;
  request.set_kind(ask.part);
  request.set_document(std::move(document));
  request.set_note(std::move(note));
  request.set_validate_only(validate_only);
  request.set_keep_inactive(keep_inactive);
  policies_.Ask<wire::PutPolicyRequest, wire::PutPolicyResponse>(
      ask.identity.key, &AsyncStub::PutPolicy, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::ListVersions(const Ask& ask) {
  wire::ListPoliciesRequest request;
  if (!ReadPage(ask, request)) return;
  policies_.Ask<wire::ListPoliciesRequest, wire::ListPoliciesResponse>(
      ask.identity.key, &AsyncStub::ListPolicies, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::ListActivations(const Ask& ask) {
  wire::ListPolicyActivationsRequest request;
  if (!ReadPage(ask, request)) return;
  policies_.Ask<wire::ListPolicyActivationsRequest, wire::ListPolicyActivationsResponse>(
      ask.identity.key, &AsyncStub::ListPolicyActivations, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::Activate(const Ask& ask) {
  std::int64_t version = 0;
  std::string note;
  const bool read = ReadFields(ask, [&](JsonFields& fields) {
    fields.Int("version", version);
    fields.Text("note", note);
  });
  if (!read) return;
  wire::ActivatePolicyRequest request;
  request.set_kind(ask.part);
  request.set_version(version);
  request.set_note(std::move(note));
  policies_.Ask<wire::ActivatePolicyRequest, wire::ActivatePolicyResponse>(
      ask.identity.key, &AsyncStub::ActivatePolicy, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::RollBack(const Ask& ask) {
  std::string note;
  if (!ReadFields(ask, [&](JsonFields& fields) { fields.Text("note", note); })) return;
  wire::RollBackPolicyRequest request;
  request.set_kind(ask.part);
  request.set_note(std::move(note));
  policies_.Ask<wire::RollBackPolicyRequest, wire::RollBackPolicyResponse>(
      ask.identity.key, &AsyncStub::RollBackPolicy, std::move(request), kAsItIs, To(ask));
}

void PolicyRoutes::Preview(const Ask& ask) {
  if (ask.part != kPreviewedKind) {
    return ask.answer(ProblemOf({grpc::StatusCode::NOT_FOUND, "Only rules can be previewed."}));
  }
  std::string document;
  std::int64_t days = 0, feedback_max = 0;
  const bool read = ReadFields(ask, [&](JsonFields& fields) {
    fields.Text("document", document);
    fields.Int("days", days);
    fields.Int("feedback_max", feedback_max);
  });
  if (!read) return;
  classify::v1::PreviewRulesRequest request;
  request.set_document(std::move(document));
  request.set_days(Narrowed(days));
  request.set_feedback_max(Narrowed(feedback_max));
  classify_.PreviewRules(ask.identity.key, std::move(request), To(ask));
}

}  // namespace recourse::console
