#include <boost/json.hpp>
#include <cstdio>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/process/json.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;
using namespace policy::v1;  // NOLINT: the contract of this file

constexpr const char* kRouting = "RECOURSE_ROUTING_ADDR";
constexpr const char* kClassify = "RECOURSE_CLASSIFY_ADDR";
constexpr const char* kFollowup = "RECOURSE_FOLLOWUP_ADDR";

// Whose policies a kind belongs to.
const char* OwnerOf(const std::string& kind) {
  if (kind == "survey") return kFollowup;
  return kind == "rules" || kind == "taxonomy" ? kClassify : kRouting;
}

void Print(const Context& context, const Policy& policy) {
  if (context.json) return PrintJson(policy);
  std::printf("%-14s version %lld  %s  %s\n", policy.kind().c_str(),
              static_cast<long long>(policy.version()),
              TimeText(true, policy.recorded_time().seconds(), policy.recorded_time().nanos())
                  .c_str(),
              policy.active() ? "active" : "");
}

int PutDocument(const Context& context, const std::string& kind, const std::string& document) {
  auto peer = Connect(context, OwnerOf(kind));
  if (!peer.ok()) return Fail(peer.status());
  auto stub = PolicyService::NewStub(peer->channel);
  PutPolicyRequest request;
  request.set_kind(kind);
  request.set_document(document);
  PutPolicyResponse response;
  if (Status s = Call(*peer, *stub, &PolicyService::Stub::PutPolicy, request, response);
      !s.ok()) {
    return Fail(s);
  }
  response.mutable_policy()->clear_document();
  Print(context, response.policy());
  return kDone;
}

// {"kind": "sla", "document": {...}}
int Put(const Context& context, const std::string& file) {
  const auto content = ReadFile(file);
  if (!content.ok()) return Fail(content.status());
  const auto parsed = ParseJsonObject(*content);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return Fail(absl::InvalidArgumentError(file + ": " + fault->slug + ": " + fault->detail));
  }
  const auto& object = std::get<json::object>(parsed);
  const auto* kind = object.if_contains("kind");
  const auto* document = object.if_contains("document");
  if (kind == nullptr || !kind->is_string() || document == nullptr) {
    return Fail(absl::InvalidArgumentError(
        file + " must be {\"kind\": \"...\", \"document\": {...}}"));
  }
  return PutDocument(context, std::string(kind->get_string()), json::serialize(*document));
}

int ImportOrganization(const Context& context, const std::string& file) {
  const auto content = ReadFile(file);
  if (!content.ok()) return Fail(content.status());
  return PutDocument(context, "organization", *content);
}

int ShowPolicy(const Context& context, const std::string& kind, std::int64_t version) {
  auto peer = Connect(context, OwnerOf(kind));
  if (!peer.ok()) return Fail(peer.status());
  auto stub = PolicyService::NewStub(peer->channel);
  GetPolicyRequest request;
  request.set_kind(kind);
  request.set_version(version);
  GetPolicyResponse response;
  if (Status s = Call(*peer, *stub, &PolicyService::Stub::GetPolicy, request, response);
      !s.ok()) {
    return Fail(s);
  }
  Print(context, response.policy());
  if (!context.json) std::printf("%s\n", response.policy().document().c_str());
  return kDone;
}

int ListPoliciesOf(const Context& context, const char* owner) {
  auto peer = Connect(context, owner);
  if (!peer.ok()) return Fail(peer.status());
  auto stub = PolicyService::NewStub(peer->channel);
  ListPoliciesResponse response;
  if (Status s = Call(*peer, *stub, &PolicyService::Stub::ListPolicies, ListPoliciesRequest(),
                      response);
      !s.ok()) {
    return Fail(s);
  }
  for (const Policy& policy : response.policies()) {
    // followup keeps a copy of routing's organisation among its own.
    if (std::string(OwnerOf(policy.kind())) == owner) Print(context, policy);
  }
  return kDone;
}

int ListOrganization(const Context& context) {
  using routing::v1::TicketService;
  auto peer = Connect(context, kRouting);
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  routing::v1::ListBranchesResponse response;
  if (Status s = Call(*peer, *stub, &TicketService::Stub::ListBranches,
                      routing::v1::ListBranchesRequest(), response);
      !s.ok()) {
    return Fail(s);
  }
  for (const auto& branch : response.branches()) {
    if (context.json) {
      PrintJson(branch);
    } else {
      std::printf("%-22s %-12s %s  %s\n", branch.branch_id().c_str(), branch.region_id().c_str(),
                  branch.name_zh().c_str(), branch.name_en().c_str());
    }
  }
  return kDone;
}

}  // namespace

void AddPolicy(CLI::App& app, Context& context, int& exit_status) {
  static std::string file, kind;
  static std::int64_t version = 0;
  auto* policy = app.add_subcommand("policy", "what may change while the system runs, by version");
  policy->require_subcommand(1);
  auto* put = policy->add_subcommand("put", "a new version, active from now on");
  put->add_option("file", file, R"({"kind": "sla", "document": {...}}; - for standard input)")
      ->required();
  put->callback([&] { exit_status = Put(context, file); });
  auto* show = policy->add_subcommand("show", "one version");
  show->add_option("kind", kind)->required();
  show->add_option("--version", version, "the active one where it is not said");
  show->callback([&] { exit_status = ShowPolicy(context, kind, version); });
  policy->add_subcommand("list", "all versions, newest first")->callback([&] {
    const int routing = ListPoliciesOf(context, kRouting);
    const int classify = ListPoliciesOf(context, kClassify);
    const int followup = ListPoliciesOf(context, kFollowup);
    exit_status = std::max({routing, classify, followup});
  });

  auto* org = app.add_subcommand("org", "regions and branches");
  org->require_subcommand(1);
  auto* import = org->add_subcommand("import", "a new version of the organisation");
  import->add_option("file", file)->required();
  import->callback([&] { exit_status = ImportOrganization(context, file); });
  org->add_subcommand("list", "the branches")->callback([&] {
    exit_status = ListOrganization(context);
  });
}

}  // namespace recourse::ctl
