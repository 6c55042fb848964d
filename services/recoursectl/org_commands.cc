#include <boost/json.hpp>
#include <cstdio>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/process/json.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/policy/organization_diff.h"
#include "services/recoursectl/policy_calls.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

constexpr const char* kOrganization = "organization";

struct Import {
  std::string file;
  std::string note;
  bool dry_run = false;
};

void Print(const Context& context, const OrganizationChange& one) {
  if (context.json) {
    json::object line{{"what", one.what}, {"id", one.id}, {"change", one.change}};
    if (one.change == "moved") line.insert({{"from", one.from}, {"to", one.to}});
    std::printf("%s\n", json::serialize(line).c_str());
    return;
  }
  const std::string way = one.change == "moved" ? "  " + one.from + " -> " + one.to : "";
  std::printf("%-8s %-8s %s%s\n", one.what.c_str(), one.change.c_str(), one.id.c_str(),
              way.c_str());
}

// Nothing active yet is an organisation without anything in it.
StatusOr<json::object> ActiveOrganization(const Context& context) {
  const auto active = GetPolicyOf(context, kOrganization, 0);
  if (active.status().code() == StatusCode::kNotFound) return json::object();
  if (!active.ok()) return active.status();
  auto parsed = ParseJsonObject(active->document());
  const auto* object = std::get_if<json::object>(&parsed);
  if (object == nullptr) return absl::DataLossError("the active organisation cannot be read");
  return *object;
}

// The service judges it first, so that nothing is told of a document that would be refused.
int ImportOrganization(const Context& context, const Import& import) {
  const auto content = ReadFile(import.file);
  if (!content.ok()) return Fail(content.status());
  const auto before = ActiveOrganization(context);
  if (!before.ok()) return Fail(before.status());
  policy::v1::PutPolicyRequest request;
  request.set_kind(kOrganization);
  request.set_document(*content);
  request.set_note(import.note);
  request.set_validate_only(import.dry_run);
  auto put = PutPolicyOf(context, request);
  if (!put.ok()) return Fail(put.status());
  const auto parsed = ParseJsonObject(*content);
  const auto* after = std::get_if<json::object>(&parsed);
  if (after == nullptr) return Fail(absl::InvalidArgumentError(import.file + " is no JSON object"));
  if (import.dry_run || !context.json) {
    for (const auto& change : OrganizationChanges(*before, *after)) Print(context, change);
  }
  if (import.dry_run) return kDone;
  put->mutable_policy()->clear_document();
  PrintPolicy(context, put->policy());
  return kDone;
}

int ListOrganization(const Context& context) {
  using routing::v1::TicketService;
  auto peer = Connect(context, OwnerOf(kOrganization));
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

void AddOrganization(CLI::App& app, Context& context, int& exit_status) {
  static Import import;
  auto* org = app.add_subcommand("org", "regions, branches and people");
  org->require_subcommand(1);
  auto* file = org->add_subcommand("import",
                                   "a new version of the organisation, active from now "
                                   "on, and what it changes; it makes no accounts");
  file->add_option("file", import.file)->required();
  file->add_option("--note", import.note, "why");
  file->add_flag("--dry-run", import.dry_run, "only judge it and tell what it would change");
  file->callback([&] { exit_status = ImportOrganization(context, import); });
  org->add_subcommand("list", "the branches")->callback([&] {
    exit_status = ListOrganization(context);
  });
}

}  // namespace recourse::ctl
