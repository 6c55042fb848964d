#include "services/recoursectl/triage_commands.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "services/recoursectl/classification_text.h"
#include "services/recoursectl/client.h"

namespace recourse::ctl {
namespace {

namespace v1 = classify::v1;
using Stub = v1::ClassifyService::Stub;

constexpr const char* kAddress = "RECOURSE_CLASSIFY_ADDR";
constexpr int kPageSizeMax = 50;

struct Arguments {
  int limit = 20;
  std::string feedback_id, type, category, dimension, severity, reason;
  std::optional<int> sentiment;
  bool confirmed = false;
  int seen_ordinal = 0;
};

const v1::Estimate* EstimateOf(const v1::Classification& made, const std::string& output) {
  for (const v1::Estimate& estimate : made.estimates()) {
    if (estimate.output() == output) return &estimate;
  }
  return nullptr;
}

void Print(const Context& context, const v1::TriageItem& item) {
  if (context.json) return PrintJson(item);
  const v1::Estimate* guess = EstimateOf(item.classification(), "category");
  std::printf("%s  %s  %-8s  %s %.2f%s\n  %s\n", item.feedback_id().c_str(),
              TimeText(true, item.recorded_time().seconds(), item.recorded_time().nanos()).c_str(),
              item.channel().c_str(), guess == nullptr ? "-" : guess->label().c_str(),
              guess == nullptr ? 0.0 : guess->probability(),
              guess != nullptr && guess->calibrated() ? "" : " (not calibrated)",
              item.text_missing() ? "ingest did not say the text" : item.text().c_str());
}

int List(const Context& context, const Arguments& arguments) {
  const auto peer = Connect(context, kAddress);
  if (!peer.ok()) return Fail(peer.status());
  auto stub = v1::ClassifyService::NewStub(peer->channel);
  v1::ListTriageRequest request;
  v1::ListTriageResponse page;
  int left = arguments.limit;
  do {
    request.set_page_size(std::min(left, kPageSizeMax));
    page.Clear();
    if (Status s = Call(*peer, *stub, &Stub::ListTriage, request, page); !s.ok()) return Fail(s);
    for (const v1::TriageItem& item : page.items()) Print(context, item);
    left -= page.items_size();
    request.set_page_token(page.next_page_token());
  } while (left > 0 && !page.next_page_token().empty());
  if (!context.json) std::printf("%lld wait\n", static_cast<long long>(page.total()));
  return kDone;
}

// INVALID_ARGUMENT names the word that is none.
Status Fill(const Arguments& arguments, v1::CorrectClassificationRequest& request) {
  if (!arguments.type.empty()) {
    const auto type = TypeOfWord(arguments.type);
    if (!type) {
      return absl::InvalidArgumentError(
          "--type is complaint, enquiry, suggestion, praise or noise");
    }
    request.set_type(*type);
  }
  if (!arguments.severity.empty()) {
    const auto severity = SeverityOfWord(arguments.severity);
    if (!severity) return absl::InvalidArgumentError("--severity is low, normal, high or critical");
    request.set_severity(*severity);
  }
  if (arguments.sentiment) request.set_sentiment(*arguments.sentiment);
  request.set_category(arguments.category);
  request.set_dimension(arguments.dimension);
  request.set_confirmed(arguments.confirmed);
  request.set_reason(arguments.reason);
  request.set_feedback_id(arguments.feedback_id);
  request.set_seen_ordinal(arguments.seen_ordinal);
  request.set_request_id(NewRequestId());
  return absl::OkStatus();
}

int Correct(const Context& context, const Arguments& arguments) {
  v1::CorrectClassificationRequest request;
  if (Status s = Fill(arguments, request); !s.ok()) return Fail(s);
  const auto peer = Connect(context, kAddress);
  if (!peer.ok()) return Fail(peer.status());
  auto stub = v1::ClassifyService::NewStub(peer->channel);
  v1::CorrectClassificationResponse response;
  if (Status s = Call(*peer, *stub, &Stub::CorrectClassification, request, response); !s.ok()) {
    return Fail(s);
  }
  if (context.json) {
    PrintJson(response);
  } else {
    const v1::Classification& made = response.classification();
    std::printf("classification %d: %s, %s, severity %s\n", response.ordinal(),
                TypeWord(made.type()).c_str(), made.category().c_str(),
                SeverityWord(made.severity()).c_str());
  }
  return kDone;
}

}  // namespace

void AddTriage(CLI::App& classify, Context& context, int& exit_status) {
  auto in = std::make_shared<Arguments>();
  auto* triage = classify.add_subcommand("triage", "what nobody was sure of, oldest first");
  triage->add_option("--limit", in->limit, "pieces to show")->check(CLI::Range(1, 10'000));
  triage->callback([&context, &exit_status, in] { exit_status = List(context, *in); });
  auto* correct = classify.add_subcommand("correct", "what feedback is, as you see it");
  correct->add_option("feedback_id", in->feedback_id)->required();
  correct->add_option("--category", in->category, "of the taxonomy");
  correct->add_option("--type", in->type, "complaint, enquiry, suggestion, praise, noise");
  correct->add_option("--dimension", in->dimension,
                      "of SERVQUAL: reliability, ...; none: it has none");
  correct->add_option("--severity", in->severity, "low, normal, high, critical");
  correct->add_option("--sentiment", in->sentiment, "-2 to 2")->check(CLI::Range(-2, 2));
  correct->add_flag("--confirm", in->confirmed, "it is what it is taken for");
  correct->add_option("--seen", in->seen_ordinal, "refuse if another classification is in force");
  correct->add_option("--reason", in->reason, "why, in your words");
  correct->callback([&context, &exit_status, in] { exit_status = Correct(context, *in); });
}

}  // namespace recourse::ctl
