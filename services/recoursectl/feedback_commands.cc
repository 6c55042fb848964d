#include <cstdio>
#include <fstream>
#include <iostream>

#include "recourse/classify/v1/classify_service.grpc.pb.h"
#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/feedback_json.h"
#include "services/recoursectl/feedback_stream.h"
#include "services/recoursectl/triage_commands.h"

namespace recourse::ctl {
namespace {

constexpr int kComplaintsMax = 20;  // lines that are told of, of those that are refused

struct StreamArguments {
  std::string file;
  std::string acknowledged;
  std::string map = "jsonl";
  StreamLimits limits;
  std::int64_t deadline = 0;
};

// Lines of a file as feedback. A line that cannot be read is refused here, told of, and passed
// over.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(in) {}
  std::optional<FeedbackSender::Feedback> Next() {
    std::string line;
    while (std::getline(in_, line)) {
      ++number_;
      if (line.empty()) continue;
      auto feedback = FeedbackOf(line);
      if (feedback.ok()) return *std::move(feedback);
      if (refused_++ < kComplaintsMax) {
        std::fprintf(stderr, "line %lld: %s\n", static_cast<long long>(number_),
                     std::string(feedback.status().message()).c_str());
      }
    }
    return std::nullopt;
  }
  std::int64_t refused() const { return refused_; }

 private:
  std::istream& in_;
  std::int64_t number_ = 0;
  std::int64_t refused_ = 0;
};

void Print(const StreamReport& report, bool json) {
  const char* format =
      json ? "{\"sent\":%lld,\"acknowledged\":%lld,\"duplicate\":%lld,\"refused\":%lld,"
             "\"unknown\":%lld,\"seconds\":%.3f}\n"
           : "sent %lld, acknowledged %lld (duplicates among them %lld), refused %lld, "
             "unknown %lld, in %.3f s\n";
  std::printf(format, static_cast<long long>(report.sent),
              static_cast<long long>(report.acknowledged),
              static_cast<long long>(report.duplicate), static_cast<long long>(report.refused),
              static_cast<long long>(report.unknown), report.seconds);
}

int Stream(const Context& context, const StreamArguments& arguments) {
  if (arguments.map != "jsonl") {
    return Fail(absl::InvalidArgumentError("no mapping is called " + arguments.map +
                                           "; `recoursectl map list` shows those there are"));
  }
  auto peer = Connect(context, "RECOURSE_INGEST_ADDR", Waiting::kLater);
  if (!peer.ok()) return Fail(peer.status());
  std::ifstream file;
  if (arguments.file != "-") file.open(arguments.file);
  std::istream& in = arguments.file == "-" ? std::cin : file;
  if (!in) return Fail(absl::NotFoundError("cannot read " + arguments.file));
  std::ofstream acknowledged;
  if (!arguments.acknowledged.empty()) acknowledged.open(arguments.acknowledged);
  if (!arguments.acknowledged.empty() && !acknowledged) {
    return Fail(absl::NotFoundError("cannot write " + arguments.acknowledged));
  }
  Lines lines(in);
  int told = 0;
  FeedbackSender sender(
      *std::move(peer), arguments.limits, [&] { return lines.Next(); },
      [&](const FeedbackSender::Feedback& feedback, const ingest::v1::FeedbackResult& result) {
        if (!result.has_refusal()) {
          if (acknowledged.is_open()) acknowledged << result.feedback_id() << '\n';
        } else if (told++ < kComplaintsMax) {
          std::fprintf(stderr, "%s: %s: %s\n", feedback.external_id().c_str(),
                       result.refusal().slug().c_str(), result.refusal().message().c_str());
        }
      });
  StreamReport report = sender.Run();
  report.sent += lines.refused();
  report.refused += lines.refused();
  acknowledged.close();
  Print(report, context.json);
  if (!report.end.ok()) return Fail(report.end);
  return report.unknown == 0 ? kDone : kFailed;
}

const char* KindName(routing::v1::DispositionKind kind) {
  switch (kind) {
    case routing::v1::DISPOSITION_KIND_OPENED: return "opened";
    case routing::v1::DISPOSITION_KIND_JOINED: return "joined";
    case routing::v1::DISPOSITION_KIND_RECORDED: return "recorded";
    default: return "not yet";
  }
}

int Show(const Context& context, const std::string& id) {
  auto ingest_peer = Connect(context, "RECOURSE_INGEST_ADDR");
  if (!ingest_peer.ok()) return Fail(ingest_peer.status());
  auto stub = ingest::v1::FeedbackService::NewStub(ingest_peer->channel);
  ingest::v1::GetFeedbackRequest request;
  request.set_feedback_id(id);
  ingest::v1::GetFeedbackResponse feedback;
  if (Status s = Call(*ingest_peer, *stub, &ingest::v1::FeedbackService::Stub::GetFeedback,
                      request, feedback); !s.ok()) {
    return Fail(s);
  }
  routing::v1::GetDispositionResponse disposition;
  if (auto peer = Connect(context, "RECOURSE_ROUTING_ADDR"); peer.ok()) {
    auto routing_stub = routing::v1::TicketService::NewStub(peer->channel);
    routing::v1::GetDispositionRequest ask;
    ask.set_feedback_id(id);
    const Status s = Call(*peer, *routing_stub, &routing::v1::TicketService::Stub::GetDisposition,
                          ask, disposition);
    if (!s.ok() && !absl::IsNotFound(s)) return Fail(s);
  }
  if (context.json) {
    PrintJson(feedback);
    PrintJson(disposition);
    return kDone;
  }
  std::printf("feedback     %s\ncustomer     %s\nsource       %s  %s\nrecorded     %s\n"
              "disposition  %s %s\ntext         %s\n",
              feedback.feedback_id().c_str(), feedback.customer_id().c_str(),
              feedback.feedback().source_id().c_str(), feedback.feedback().external_id().c_str(),
              TimeText(true, feedback.recorded_time().seconds(),
                       feedback.recorded_time().nanos()).c_str(),
              KindName(disposition.kind()), disposition.ticket_id().c_str(),
              feedback.feedback().text().c_str());
  return kDone;
}

// A text and what rules may ask besides.
struct ClassifyArguments {
  std::string text, channel, place, product, source;
};

int Classify(const Context& context, const ClassifyArguments& in) {
  auto peer = Connect(context, "RECOURSE_CLASSIFY_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = classify::v1::ClassifyService::NewStub(peer->channel);
  classify::v1::ClassifyRequest request;
  request.set_text(in.text);
  request.set_channel(in.channel);
  request.set_place(in.place);
  request.set_product(in.product);
  request.set_source_id(in.source);
  classify::v1::ClassifyResponse response;
  if (Status s = Call(*peer, *stub, &classify::v1::ClassifyService::Stub::Classify, request,
                      response); !s.ok()) {
    return Fail(s);
  }
  PrintJson(response.classification());
  return kDone;
}

}  // namespace

void AddFeedback(CLI::App& app, Context& context, int& exit_status) {
  static StreamArguments arguments;
  static std::string id;
  static ClassifyArguments classified;
  auto* feedback = app.add_subcommand("feedback", "what customers said");
  feedback->require_subcommand(1);
  auto* stream = feedback->add_subcommand("stream", "send the records of a file, each once");
  stream->add_option("file", arguments.file, "JSON Lines; - for standard input")->required();
  stream->add_option("--map", arguments.map, "the mapping of the file's columns");
  stream->add_option("--rate", arguments.limits.rate, "pieces a second")
      ->check(CLI::Range(1, 1'000'000));
  stream->add_option("--limit", arguments.limits.limit, "pieces in all")
      ->check(CLI::PositiveNumber);
  stream->add_option("--deadline", arguments.deadline, "seconds")->check(CLI::PositiveNumber);
  stream->add_option("--acknowledged", arguments.acknowledged, "file for the acknowledged ids");
  stream->callback([&] {
    arguments.limits.deadline = std::chrono::seconds(arguments.deadline);
    exit_status = Stream(context, arguments);
  });
  auto* show = feedback->add_subcommand("show", "where a piece of feedback is now");
  show->add_option("id", id, "feedback_id")->required();
  show->callback([&] { exit_status = Show(context, id); });

  auto* classify = app.add_subcommand("classify", "what the active rules make of a text, now");
  classify->add_option("text", classified.text);
  classify->add_option("--channel", classified.channel, "as a rule may ask for it");
  classify->add_option("--place", classified.place, "likewise");
  classify->add_option("--product", classified.product, "likewise");
  classify->add_option("--source", classified.source, "likewise, the source_id");
  AddTriage(*classify, context, exit_status);
  classify->callback([&, classify] {
    if (!classify->get_subcommands().empty()) return;
    if (classified.text.empty()) throw CLI::RequiredError("text");
    exit_status = Classify(context, classified);
  });

  auto* map = app.add_subcommand("map", "mappings of files to feedback");
  map->require_subcommand(1);
  map->add_subcommand("list", "those there are")->callback([] {
    std::puts("jsonl  a line is one object in the shape of POST /v1/feedback");
  });
}

}  // namespace recourse::ctl
