#include "services/recoursectl/policy_preview.h"

#include <chrono>
#include <cstdio>

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "services/recoursectl/client.h"

namespace recourse::ctl {
namespace {

using namespace classify::v1;  // NOLINT: the contract of this file

// A little more than the service takes.
constexpr std::chrono::seconds kPatience{30};

// What follows what all words of an enum begin with: "COMPLAINT". One that this program is too old
// to know has none.
std::string WordOf(const std::string& name, const std::string& prefix) {
  return name.size() > prefix.size() ? name.substr(prefix.size()) : "?";
}

std::string Shown(const Classification& made) {
  return WordOf(FeedbackType_Name(made.type()), "FEEDBACK_TYPE_") + "/" +
         WordOf(Severity_Name(made.severity()), "SEVERITY_") + " " + made.category() + " " +
         (made.rule_id().empty() ? "(no rule)" : made.rule_id());
}

void PrintRules(const PreviewRulesResponse& in) {
  int idle = 0;
  std::printf("\n%10s %10s  rule\n", "before", "after");
  for (const PreviewedRule& rule : in.rules()) {
    const bool decides = rule.before() != 0 || rule.after() != 0;
    idle += decides ? 0 : 1;
    if (!decides) continue;
    std::printf("%10lld %10lld  %s\n", static_cast<long long>(rule.before()),
                static_cast<long long>(rule.after()), rule.rule_id().c_str());
  }
  if (idle > 0) std::printf("(%d more rules decide nothing of it)\n", idle);
}

void Print(const PreviewRulesResponse& in) {
  std::printf(
      "feedback          %lld%s\nother category    %lld\nother type        %lld\n"
      "other severity    %lld\n",
      static_cast<long long>(in.feedback()),
      in.incomplete() ? " (the time was up before all had been looked at)" : "",
      static_cast<long long>(in.category_changed()), static_cast<long long>(in.type_changed()),
      static_cast<long long>(in.severity_changed()));
  PrintRules(in);
  for (const PreviewedChange& change : in.changes()) {
    std::printf("\n%s  %s -> %s\n  %s\n", change.feedback_id().c_str(),
                Shown(change.before()).c_str(), Shown(change.after()).c_str(),
                change.text().c_str());
  }
}

}  // namespace

int PreviewRulesOf(const Context& context, const std::string& document, const PreviewWish& wish) {
  auto peer = Connect(context, "RECOURSE_CLASSIFY_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  PreviewRulesRequest request;
  request.set_document(document);
  request.set_days(wish.days);
  request.set_feedback_max(wish.feedback_max);
  PreviewRulesResponse response;
  grpc::ClientContext call;
  Prepare(call, {peer->key, kPatience});
  const Status previewed =
      StatusOf(ClassifyService::NewStub(peer->channel)->PreviewRules(&call, request, &response));
  if (!previewed.ok()) return Fail(previewed);
  if (context.json) {
    PrintJson(response);
  } else {
    Print(response);
  }
  return kDone;
}

}  // namespace recourse::ctl
