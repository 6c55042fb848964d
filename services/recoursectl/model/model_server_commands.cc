#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "recourse/classify/v1/model_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/server_commands.h"

namespace recourse::ctl {
namespace {

using namespace classify::v1;  // NOLINT: the contract of this file

constexpr const char* kOwner = "RECOURSE_CLASSIFY_ADDR";
constexpr std::size_t kModelBytesMax = 268'435'456;
constexpr std::size_t kCardBytesMax = 1'048'576;
constexpr std::size_t kChunkBytes = 1'048'576;
// 256 MiB into a store that is slow.
constexpr std::chrono::minutes kPutDeadline{10};
constexpr std::chrono::seconds kActivateDeadline{30};

struct Options {
  std::string file;
  std::string version;
  std::string request_id;
  bool challenger = false;
  bool second = false;
  double below = 0;  // 0: as the service has it
  bool end = false;
};

// Sends the card and then the bytes; what the server says of a model that it refuses in between is
// told by Finish.
Status Send(const Peer& peer, const std::string& card, std::string_view bytes,
            PutModelResponse& response) {
  auto stub = ModelService::NewStub(peer.channel);
  grpc::ClientContext context;
  Prepare(context, {peer.key, kPutDeadline});
  auto writer = stub->PutModel(&context, &response);
  PutModelRequest message;
  message.set_card(card);
  message.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  bool sent = writer->Write(message);
  message.Clear();
  for (std::size_t at = 0; sent && at < bytes.size(); at += kChunkBytes) {
    message.set_chunk(std::string(bytes.substr(at, kChunkBytes)));
    sent = writer->Write(message);
  }
  writer->WritesDone();
  return StatusOf(writer->Finish());
}

int Put(const Context& context, const Options& options) {
  const auto bytes = model::ReadWhole(options.file, kModelBytesMax);
  if (!bytes.ok()) return Fail(bytes.status());
  const auto card = model::ReadWhole(options.file + ".card.json", kCardBytesMax);
  if (!card.ok()) return Fail(card.status());
  const auto peer = Connect(context, kOwner);
  if (!peer.ok()) return Fail(peer.status());
  PutModelResponse response;
  if (Status s = Send(*peer, *card, *bytes, response); !s.ok()) return Fail(s);
  if (context.json) {
    PrintJson(response);
  } else {
    std::printf("%s%s\n", response.model_version().c_str(), response.known() ? " (known)" : "");
  }
  return kDone;
}

const char* WordOf(ModelRole role) {
  if (role == MODEL_ROLE_CHAMPION) return "champion";
  if (role == MODEL_ROLE_SECOND) return "second";
  return role == MODEL_ROLE_CHALLENGER ? "challenger" : "-";
}

ModelRole RoleOf(const Options& options) {
  if (options.second) return MODEL_ROLE_SECOND;
  return options.challenger ? MODEL_ROLE_CHALLENGER : MODEL_ROLE_CHAMPION;
}

// "second below 0.9".
std::string RoleTextOf(const Model& model) {
  std::string text = WordOf(model.role());
  if (model.role() != MODEL_ROLE_SECOND) return text;
  char below[32];
  std::snprintf(below, sizeof(below), " below %g", model.ask_below());
  return text + below;
}

int List(const Context& context) {
  const auto peer = Connect(context, kOwner);
  if (!peer.ok()) return Fail(peer.status());
  auto stub = ModelService::NewStub(peer->channel);
  ListModelsRequest request;
  request.set_page_size(100);
  ListModelsResponse response;
  const Status s = Call(*peer, *stub, &ModelService::Stub::ListModels, request, response);
  if (!s.ok()) return Fail(s);
  for (const Model& model : response.models()) {
    if (context.json) {
      PrintJson(model);
      continue;
    }
    const auto& time = model.recorded_time();
    std::printf("%-40s %-17s class %s  %10lld bytes  %s\n", model.model_version().c_str(),
                RoleTextOf(model).c_str(), model.licence_class().c_str(),
                static_cast<long long>(model.size_bytes()),
                TimeText(model.has_recorded_time(), time.seconds(), time.nanos()).c_str());
  }
  return kDone;
}

// One call that may read a whole model before it answers.
template <typename Request, typename Response>
Status Choose(const Context& context,
              grpc::Status (ModelService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                         Response*),
              const Request& request, Response& response) {
  const auto peer = Connect(context, kOwner);
  if (!peer.ok()) return peer.status();
  auto stub = ModelService::NewStub(peer->channel);
  grpc::ClientContext call;
  Prepare(call, {peer->key, kActivateDeadline});
  return StatusOf(((*stub).*method)(&call, request, &response));
}

std::string RequestIdOf(const Options& options) {
  return options.request_id.empty() ? NewRequestId() : options.request_id;
}

int Activate(const Context& context, const Options& options) {
  if (options.end == !options.version.empty()) {
    std::fprintf(stderr, "recoursectl: say a version, or --end to end the role\n");
    return kWrongUse;
  }
  ActivateModelRequest request;
  request.set_request_id(RequestIdOf(options));
  request.set_model_version(options.version);
  request.set_role(RoleOf(options));
  request.set_ask_below(options.below);
  ActivateModelResponse response;
  const Status s = Choose(context, &ModelService::Stub::ActivateModel, request, response);
  if (!s.ok()) return Fail(s);
  if (context.json) {
    PrintJson(response);
  } else {
    std::printf("activation %lld\n", static_cast<long long>(response.ordinal()));
  }
  return kDone;
}

int RollBack(const Context& context, const Options& options) {
  RollBackModelRequest request;
  request.set_request_id(RequestIdOf(options));
  request.set_role(RoleOf(options));
  RollBackModelResponse response;
  const Status s = Choose(context, &ModelService::Stub::RollBackModel, request, response);
  if (!s.ok()) return Fail(s);
  if (context.json) {
    PrintJson(response);
  } else {
    std::printf("activation %lld: %s\n", static_cast<long long>(response.ordinal()),
                response.model_version().empty() ? "no model" : response.model_version().c_str());
  }
  return kDone;
}

int Delete(const Context& context, const Options& options) {
  DeleteModelRequest request;
  request.set_request_id(RequestIdOf(options));
  request.set_model_version(options.version);
  DeleteModelResponse response;
  const Status s = Choose(context, &ModelService::Stub::DeleteModel, request, response);
  if (!s.ok()) return Fail(s);
  if (context.json) {
    PrintJson(response);
  } else {
    std::printf("%s is deleted\n", options.version.c_str());
  }
  return kDone;
}

}  // namespace

void AddModelServer(CLI::App& command, Context& context, int& exit_status) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* what, auto run) {
    auto* added = command.add_subcommand(name, what);
    added->callback(
        [&context, &exit_status, options, run] { exit_status = run(context, *options); });
    return added;
  };
  auto* put = add("put", "keeps a model and its card (FILE.card.json) in classify", Put);
  put->add_option("file", options->file, "the model's file")->required();
  add("list", "the models that are kept, the latest first",
      [](const Context& of, const Options&) { return List(of); });
  auto* activate = add("activate", "this model decides from now on", Activate);
  activate->add_option("version", options->version, "as `put` and `list` say it");
  activate->add_flag("--end", options->end, "nobody has the role any more");
  auto* rollback = add("rollback", "the model that decided before decides again", RollBack);
  auto* forget =
      add("delete", "forgets a model that has no role and is not needed to go back", Delete);
  forget->add_option("version", options->version, "as `put` and `list` say it")->required();
  for (auto* choice : {activate, rollback}) {
    auto* challenger = choice->add_flag("--challenger", options->challenger,
                                        "the one that is asked beside, and changes nothing");
    choice
        ->add_flag("--second", options->second,
                   "the one that looks at meaning, and answers what the first is not sure of")
        ->excludes(challenger);
  }
  for (auto* command_with_id : {activate, rollback, forget}) {
    command_with_id->add_option("--request-id", options->request_id,
                                "a UUID, to repeat a command safely");
  }
  activate
      ->add_option("--below", options->below,
                   "it is asked where the first one's probability is less (0.9)")
      ->check(CLI::Range(0.0, 1.0))
      ->needs("--second");
}

}  // namespace recourse::ctl
