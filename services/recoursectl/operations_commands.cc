#include <cstdio>
#include <map>

#include "recourse/operations/v1/operations_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/verify/verify.h"

namespace recourse::ctl {
namespace {

using namespace operations::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string service, topic, payload_file;
  int partition = 0;
  std::int64_t sequence = 0;
  int page_size = 50;
};

const std::map<std::string, const char*> kAddresses = {{"ingest", "RECOURSE_INGEST_ADDR"},
                                                       {"classify", "RECOURSE_CLASSIFY_ADDR"},
                                                       {"routing", "RECOURSE_ROUTING_ADDR"},
                                                       {"followup", "RECOURSE_FOLLOWUP_ADDR"}};

struct Operations {
  Peer peer;
  std::unique_ptr<OperationsService::Stub> stub;
};

StatusOr<Operations> Open(const Context& context, const std::string& service) {
  auto peer = Connect(context, kAddresses.at(service));
  if (!peer.ok()) return peer.status();
  auto stub = OperationsService::NewStub(peer->channel);
  return Operations{*std::move(peer), std::move(stub)};
}

void Print(const Context& context, const std::string& service, const DeadLetter& letter) {
  if (context.json) return PrintJson(letter);
  std::printf("%s %d %lld  %s  from %s  %s%s\n", service.c_str(), letter.partition(),
              static_cast<long long>(letter.sequence()),
              TimeText(true, letter.recorded_time().seconds(), letter.recorded_time().nanos())
                  .c_str(),
              letter.origin().c_str(), letter.reason().c_str(),
              letter.replayed() ? "  (replayed)" : "");
}

int ListOf(const Context& context, const std::string& service, int page_size) {
  auto operations = Open(context, service);
  if (!operations.ok()) return Fail(operations.status());
  ListDeadLettersRequest request;
  request.set_page_size(page_size);
  ListDeadLettersResponse response;
  if (Status s = Call(operations->peer, *operations->stub,
                      &OperationsService::Stub::ListDeadLetters, request, response);
      !s.ok()) {
    return Fail(s);
  }
  for (const DeadLetter& letter : response.dead_letters()) Print(context, service, letter);
  return kDone;
}

int List(const Context& context, const Arguments& arguments) {
  if (!arguments.service.empty()) return ListOf(context, arguments.service, arguments.page_size);
  int status = kDone;
  for (const auto& [service, address] : kAddresses) {
    status = std::max(status, ListOf(context, service, arguments.page_size));
  }
  return status;
}

int Show(const Context& context, const Arguments& arguments) {
  auto operations = Open(context, arguments.service);
  if (!operations.ok()) return Fail(operations.status());
  GetDeadLetterRequest request;
  request.set_partition(arguments.partition);
  request.set_sequence(arguments.sequence);
  GetDeadLetterResponse response;
  if (Status s = Call(operations->peer, *operations->stub,
                      &OperationsService::Stub::GetDeadLetter, request, response);
      !s.ok()) {
    return Fail(s);
  }
  Print(context, arguments.service, response.dead_letter());
  if (context.json) return kDone;
  std::printf("  %s, fact %s, %zu bytes\n", response.dead_letter().type().c_str(),
              response.dead_letter().fact_id().c_str(), response.dead_letter().payload().size());
  return kDone;
}

int Replay(const Context& context, const Arguments& arguments) {
  auto operations = Open(context, arguments.service);
  if (!operations.ok()) return Fail(operations.status());
  ReplayDeadLetterRequest request;
  request.set_partition(arguments.partition);
  request.set_sequence(arguments.sequence);
  if (!arguments.payload_file.empty()) {
    auto payload = ReadFile(arguments.payload_file);
    if (!payload.ok()) return Fail(payload.status());
    request.set_payload(*std::move(payload));
  }
  ReplayDeadLetterResponse response;
  if (Status s = Call(operations->peer, *operations->stub,
                      &OperationsService::Stub::ReplayDeadLetter, request, response);
      !s.ok()) {
    return Fail(s);
  }
  if (!response.refusal().empty()) return Fail(absl::FailedPreconditionError(response.refusal()));
  std::puts(context.json ? "{\"replayed\":true}" : "replayed");
  return kDone;
}

int Resend(const Context& context, const Arguments& arguments) {
  auto operations = Open(context, arguments.service);
  if (!operations.ok()) return Fail(operations.status());
  ResendFactsRequest request;
  request.set_topic(arguments.topic);
  request.set_partition(arguments.partition);
  request.set_from_sequence(arguments.sequence);
  ResendFactsResponse response;
  if (Status s = Call(operations->peer, *operations->stub, &OperationsService::Stub::ResendFacts,
                      request, response);
      !s.ok()) {
    return Fail(s);
  }
  std::printf(context.json ? "{\"fact_count\":%lld}\n" : "%lld facts are sent again\n",
              static_cast<long long>(response.fact_count()));
  return kDone;
}

void AddPlace(CLI::App* command, Arguments& arguments) {
  command->add_option("service", arguments.service)
      ->required()
      ->check(CLI::IsMember({"ingest", "classify", "routing", "followup"}));
  command->add_option("partition", arguments.partition)->required()->check(CLI::Range(0, 7));
  command->add_option("sequence", arguments.sequence)->required()->check(CLI::PositiveNumber);
}

}  // namespace

void AddOperations(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* dead = app.add_subcommand("dead", "what a service could not handle");
  dead->require_subcommand(1);
  auto* list = dead->add_subcommand("list", "dead letters, newest first");
  list->add_option("service", arguments.service)
      ->check(CLI::IsMember({"ingest", "classify", "routing", "followup"}));
  list->add_option("--page-size", arguments.page_size)->check(CLI::Range(1, 200));
  list->callback([&] { exit_status = List(context, arguments); });
  auto* show = dead->add_subcommand("show", "one dead letter; --json has its bytes");
  AddPlace(show, arguments);
  show->callback([&] { exit_status = Show(context, arguments); });
  auto* replay = dead->add_subcommand("replay", "handle it now, once");
  AddPlace(replay, arguments);
  replay->add_option("--payload-file", arguments.payload_file, "the mended record");
  replay->callback([&] { exit_status = Replay(context, arguments); });

  auto* relay = app.add_subcommand("relay", "what a service sends");
  relay->require_subcommand(1);
  auto* resend = relay->add_subcommand("resend", "send facts again from a sequence on");
  resend->add_option("service", arguments.service)
      ->required()
      ->check(CLI::IsMember({"ingest", "classify", "routing", "followup"}));
  resend->add_option("topic", arguments.topic)->required();
  resend->add_option("partition", arguments.partition)->required()->check(CLI::Range(0, 7));
  resend->add_option("sequence", arguments.sequence)->required()->check(CLI::PositiveNumber);
  resend->callback([&] { exit_status = Resend(context, arguments); });
}

void AddVerify(CLI::App& app, Context& context, int& exit_status) {
  static std::string acknowledged;
  auto* verify = app.add_subcommand("verify", "prove, read-only, that nothing was lost or doubled");
  verify->add_option("--acknowledged", acknowledged, "ids that must each have one disposition");
  verify->callback([&] {
    VerifyOptions options;
    if (!acknowledged.empty()) options.acknowledged_file = acknowledged;
    exit_status = Verify(context, options);
  });
}

}  // namespace recourse::ctl
