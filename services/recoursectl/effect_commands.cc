#include <cstdio>
#include <map>

#include "recourse/operations/v1/operations_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

namespace v1 = operations::v1;
using Stub = v1::OperationsService::Stub;

struct Arguments {
  std::string effect_id, state, note;
  int page_size = 50;
};

// The service whose decisions leave the house.
constexpr const char* kAddress = "RECOURSE_FOLLOWUP_ADDR";

const std::map<std::string, v1::EffectState> kStates = {
    {"pending", v1::EFFECT_STATE_PENDING},     {"claimed", v1::EFFECT_STATE_CLAIMED},
    {"sending", v1::EFFECT_STATE_SENDING},     {"unknown", v1::EFFECT_STATE_UNKNOWN},
    {"delivered", v1::EFFECT_STATE_DELIVERED}, {"failed", v1::EFFECT_STATE_FAILED}};
// What a person may say of one that is unknown.
const std::map<std::string, v1::EffectState> kSettled = {{"delivered", v1::EFFECT_STATE_DELIVERED},
                                                         {"failed", v1::EFFECT_STATE_FAILED}};

std::string NameOf(v1::EffectState asked) {
  for (const auto& [name, state] : kStates) {
    if (state == asked) return name;
  }
  return "-";
}

std::string Time(bool present, const google::protobuf::Timestamp& time) {
  return TimeText(present, time.seconds(), time.nanos());
}

void Print(const Context& context, const v1::Effect& effect) {
  if (context.json) return PrintJson(effect);
  const bool webhook = !effect.endpoint().empty();
  std::printf("%s  %-9s  %s %s to %s%s%s  %s  attempts %d%s%s\n", effect.effect_id().c_str(),
              NameOf(effect.state()).c_str(), effect.kind().c_str(), effect.purpose().c_str(),
              webhook ? (effect.endpoint() + " for ").c_str() : "", effect.recipient_kind().c_str(),
              effect.recipient().empty() ? "" : (" " + effect.recipient()).c_str(),
              Time(true, effect.changed_time()).c_str(), effect.attempt_count(),
              effect.reason().empty() ? "" : "  ", effect.reason().c_str());
}

void PrintAll(const Context& context, const v1::Effect& effect) {
  Print(context, effect);
  if (context.json) return;
  std::printf("  decided %s, next attempt %s, known as %s\n",
              Time(true, effect.recorded_time()).c_str(),
              Time(effect.has_next_attempt_time(), effect.next_attempt_time()).c_str(),
              effect.message_id().empty() ? "-" : effect.message_id().c_str());
  if (!effect.detail().empty()) std::printf("  %s\n", effect.detail().c_str());
  for (const auto& [name, value] : effect.parameters()) {
    std::printf("  %s: %s\n", name.c_str(), value.c_str());
  }
}

// One call at the service; what comes of it by `print`.
template <typename Request, typename Response, typename Show>
int Ask(const Context& context,
        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
        const Request& request, Show show) {
  auto peer = Connect(context, kAddress);
  if (!peer.ok()) return Fail(peer.status());
  const auto stub = v1::OperationsService::NewStub(peer->channel);
  Response response;
  if (Status s = Call(*peer, *stub, method, request, response); !s.ok()) return Fail(s);
  show(response);
  return kDone;
}

int List(const Context& context, const Arguments& arguments) {
  v1::ListEffectsRequest request;
  request.set_page_size(arguments.page_size);
  if (!arguments.state.empty()) request.set_state(kStates.at(arguments.state));
  return Ask(context, &Stub::ListEffects, request, [&](const v1::ListEffectsResponse& response) {
    for (const v1::Effect& effect : response.effects()) Print(context, effect);
  });
}

int Show(const Context& context, const Arguments& arguments) {
  v1::GetEffectRequest request;
  request.set_effect_id(arguments.effect_id);
  return Ask(context, &Stub::GetEffect, request,
             [&](const v1::GetEffectResponse& response) { PrintAll(context, response.effect()); });
}

int Resend(const Context& context, const Arguments& arguments) {
  v1::ResendEffectRequest request;
  request.set_effect_id(arguments.effect_id);
  return Ask(context, &Stub::ResendEffect, request,
             [&](const v1::ResendEffectResponse& response) { Print(context, response.effect()); });
}

int Settle(const Context& context, const Arguments& arguments) {
  v1::SettleEffectRequest request;
  request.set_effect_id(arguments.effect_id);
  request.set_state(kSettled.at(arguments.state));
  request.set_note(arguments.note);
  return Ask(context, &Stub::SettleEffect, request,
             [&](const v1::SettleEffectResponse& response) { Print(context, response.effect()); });
}

template <typename Names>
CLI::Validator OneOf(const Names& names) {
  std::vector<std::string> words;
  for (const auto& [name, state] : names) words.push_back(name);
  return CLI::IsMember(words);
}

}  // namespace

void AddEffect(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* effect = app.add_subcommand("effect", "what leaves the house: mails and webhooks");
  effect->require_subcommand(1);
  auto* list = effect->add_subcommand("list", "effects, the last change first");
  list->add_option("--state", arguments.state, "only these")->check(OneOf(kStates));
  list->add_option("--page-size", arguments.page_size)->check(CLI::Range(1, 200));
  list->callback([&] { exit_status = List(context, arguments); });
  auto* show = effect->add_subcommand("show", "one effect, and what it says");
  show->add_option("effect_id", arguments.effect_id)->required();
  show->callback([&] { exit_status = Show(context, arguments); });
  auto* resend = effect->add_subcommand(
      "resend", "send one again that is unknown or failed; it may then arrive twice");
  resend->add_option("effect_id", arguments.effect_id)->required();
  resend->callback([&] { exit_status = Resend(context, arguments); });
  auto* settle = effect->add_subcommand("settle", "say what became of one that is unknown");
  settle->add_option("effect_id", arguments.effect_id)->required();
  settle->add_option("state", arguments.state)->required()->check(OneOf(kSettled));
  settle->add_option("--note", arguments.note, "how that is known, at most 200 bytes");
  settle->callback([&] { exit_status = Settle(context, arguments); });
}

}  // namespace recourse::ctl
