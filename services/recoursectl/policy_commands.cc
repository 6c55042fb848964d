#include <boost/json.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "services/common/process/json.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/policy/policy_diff.h"
#include "services/recoursectl/policy_calls.h"
#include "services/recoursectl/policy_preview.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;
using namespace policy::v1;  // NOLINT: the contract of this file

constexpr const char* kRules = "rules";

struct Arguments {
  std::string file, kind, note;
  std::int64_t version = 0;
  std::int64_t other = 0;
  bool inactive = false;
  std::vector<std::string> previewed;  // the kind, which may be left out, and the file
  PreviewWish wish;
};

// {"kind": "sla", "document": {...}}
StatusOr<PutPolicyRequest> ReadPut(const Arguments& in) {
  const auto content = ReadFile(in.file);
  if (!content.ok()) return content.status();
  const auto parsed = ParseJsonObject(*content);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(in.file + ": " + fault->slug + ": " + fault->detail);
  }
  const auto& object = std::get<json::object>(parsed);
  const auto* kind = object.if_contains("kind");
  const auto* document = object.if_contains("document");
  if (kind == nullptr || !kind->is_string() || document == nullptr) {
    return absl::InvalidArgumentError(in.file +
                                      " must be {\"kind\": \"...\", \"document\": {...}}");
  }
  PutPolicyRequest request;
  request.set_kind(std::string(kind->get_string()));
  request.set_document(json::serialize(*document));
  request.set_note(in.note);
  request.set_keep_inactive(in.inactive);
  return request;
}

int Put(const Context& context, const Arguments& in) {
  const auto request = ReadPut(in);
  if (!request.ok()) return Fail(request.status());
  auto put = PutPolicyOf(context, *request);
  if (!put.ok()) return Fail(put.status());
  put->mutable_policy()->clear_document();
  PrintPolicy(context, put->policy());
  if (put->unchanged() && !context.json) std::printf("(the document was there already)\n");
  return kDone;
}

// Only rules can be tried on what was said: other policies act on what happens next.
int Preview(const Context& context, Arguments in) {
  in.file = in.previewed.back();
  const bool other_kind = in.previewed.size() == 2 && in.previewed.front() != kRules;
  const auto request = ReadPut(in);
  if (!request.ok()) return Fail(request.status());
  if (other_kind || request->kind() != kRules) {
    return Fail(absl::InvalidArgumentError("only a document of the kind rules can be previewed"));
  }
  return PreviewRulesOf(context, request->document(), in.wish);
}

int Show(const Context& context, const Arguments& in) {
  const auto policy = GetPolicyOf(context, in.kind, in.version);
  if (!policy.ok()) return Fail(policy.status());
  PrintPolicy(context, *policy);
  if (!context.json) std::printf("%s\n", policy->document().c_str());
  return kDone;
}

// A service may keep a copy of what is another's: it is not listed twice.
int ListOf(const Context& context, const char* owner) {
  ListPoliciesRequest request;
  do {
    ListPoliciesResponse response;
    const Status s =
        CallPolicies(context, owner, &PolicyService::Stub::ListPolicies, request, response);
    if (!s.ok()) return Fail(s);
    for (const Policy& policy : response.policies()) {
      if (OwnerOf(policy.kind()) == owner) PrintPolicy(context, policy);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return kDone;
}

int List(const Context& context) {
  int exit_status = kDone;
  for (const char* owner : kPolicyOwners) {
    exit_status = std::max(exit_status, ListOf(context, owner));
  }
  return exit_status;
}

const char* WordOf(ActivationCause cause) {
  if (cause == ACTIVATION_CAUSE_PUT) return "put";
  return cause == ACTIVATION_CAUSE_ROLLED_BACK ? "rolled back" : "activated";
}

void Print(const Context& context, const PolicyActivation& one) {
  if (context.json) return PrintJson(one);
  std::printf("%-14s version %-4lld %s  %-11s  %s  %s\n", one.kind().c_str(),
              static_cast<long long>(one.version()),
              TimeText(true, one.recorded_time().seconds(), one.recorded_time().nanos()).c_str(),
              WordOf(one.cause()), one.actor_name().c_str(), one.note().c_str());
}

int History(const Context& context, const Arguments& in) {
  ListPolicyActivationsRequest request;
  request.set_kind(in.kind);
  do {
    ListPolicyActivationsResponse response;
    const Status s = CallPolicies(context, OwnerOf(in.kind),
                                  &PolicyService::Stub::ListPolicyActivations, request, response);
    if (!s.ok()) return Fail(s);
    for (const auto& one : response.activations()) Print(context, one);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return kDone;
}

int Activate(const Context& context, const Arguments& in) {
  ActivatePolicyRequest request;
  request.set_kind(in.kind);
  request.set_version(in.version);
  request.set_note(in.note);
  ActivatePolicyResponse response;
  const Status s = CallPolicies(context, OwnerOf(in.kind), &PolicyService::Stub::ActivatePolicy,
                                request, response);
  if (!s.ok()) return Fail(s);
  Print(context, response.activation());
  return kDone;
}

int RollBack(const Context& context, const Arguments& in) {
  RollBackPolicyRequest request;
  request.set_kind(in.kind);
  request.set_note(in.note);
  RollBackPolicyResponse response;
  const Status s = CallPolicies(context, OwnerOf(in.kind), &PolicyService::Stub::RollBackPolicy,
                                request, response);
  if (!s.ok()) return Fail(s);
  Print(context, response.activation());
  return kDone;
}

void Print(const Context& context, const Difference& one) {
  if (context.json) {
    std::printf("%s\n", json::serialize(json::object{{"place", one.place},
                                                     {"before", one.before},
                                                     {"after", one.after}})
                            .c_str());
    return;
  }
  const auto shown = [](const std::string& text) { return text.empty() ? "-" : text.c_str(); };
  std::printf("%s: %s -> %s\n", one.place.c_str(), shown(one.before), shown(one.after));
}

int Diff(const Context& context, const Arguments& in) {
  const auto before = GetPolicyOf(context, in.kind, in.version);
  if (!before.ok()) return Fail(before.status());
  const auto after = GetPolicyOf(context, in.kind, in.other);
  if (!after.ok()) return Fail(after.status());
  const auto left = ParseJson(before->document()), right = ParseJson(after->document());
  if (left.index() != 0 || right.index() != 0) {
    return Fail(absl::DataLossError("a kept document cannot be read"));
  }
  for (const auto& one : DifferencesOf(std::get<0>(left), std::get<0>(right))) {
    Print(context, one);
  }
  return kDone;
}

}  // namespace

void AddPolicy(CLI::App& app, Context& context, int& exit_status) {
  static Arguments in;
  auto* policy = app.add_subcommand("policy", "what may change while the system runs, by version");
  policy->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run) {
    auto* command = policy->add_subcommand(name, what);
    command->callback([&context, &exit_status, run] { exit_status = run(context, in); });
    return command;
  };
  auto* put = add("put", "a new version, active from now on; none where it is there already", Put);
  put->add_option("file", in.file, R"({"kind": "sla", "document": {...}}; - for standard input)")
      ->required();
  put->add_option("--note", in.note, "why");
  put->add_flag("--inactive", in.inactive, "keep it, and leave the active version as it is");
  auto* preview = add("preview", "what rules would make of feedback of the last days", Preview);
  preview->add_option("file", in.previewed, "[rules] FILE, as for put; nothing of it is kept")
      ->required()
      ->expected(1, 2);
  preview->add_option("--days", in.wish.days, "how far back; 7 where it is not said")
      ->check(CLI::Range(1, 30));
  preview->add_option("--feedback", in.wish.feedback_max, "at most so many, the latest; 1000")
      ->check(CLI::Range(1, 10'000));
  auto* show = add("show", "one version", Show);
  show->add_option("kind", in.kind)->required();
  show->add_option("version,--version", in.version, "the active one where it is not said");
  auto* diff = add("diff", "what changes from one version to another", Diff);
  diff->add_option("kind", in.kind)->required();
  diff->add_option("before", in.version)->required();
  diff->add_option("after", in.other, "the active one where it is not said");
  auto* activate =
      add("activate", "make a version the active one, for what is decided from now on", Activate);
  activate->add_option("kind", in.kind)->required();
  activate->add_option("version", in.version)->required();
  activate->add_option("--note", in.note, "why");
  auto* rollback =
      add("rollback", "make the version active that was so before; again, one further", RollBack);
  rollback->add_option("kind", in.kind)->required();
  rollback->add_option("--note", in.note, "why");
  auto* history = add("history", "which version was active since when, by whom and why", History);
  history->add_option("kind", in.kind)->required();
  policy->add_subcommand("list", "all versions by kind, newest first")->callback([&] {
    exit_status = List(context);
  });
}

}  // namespace recourse::ctl
