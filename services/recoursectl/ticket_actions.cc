#include <CLI/CLI.hpp>
#include <map>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/ticket_text.h"

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string id, text, branch, into, verdict, request_id;
  std::int64_t seen_version = 0;
};

// A command with a request id of its own, made before the first try, so that it may be repeated.
template <typename Request, typename Response>
int Act(const Context& context, const Arguments& arguments,
        grpc::Status (TicketService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*),
        Request request) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  request.set_request_id(arguments.request_id.empty() ? NewRequestId() : arguments.request_id);
  request.set_ticket_id(arguments.id);
  request.set_seen_version(arguments.seen_version);
  Response response;
  if (Status s = Call(*peer, *stub, method, request, response); !s.ok()) return Fail(s);
  PrintTicket(context, response.ticket());
  return kDone;
}

// Adds the actions one by one: each has the ticket's id, and what it needs besides.
class Actions {
 public:
  Actions(CLI::App& ticket, Context& context, Arguments& arguments, int& exit_status)
      : ticket_(ticket), context_(context), arguments_(arguments), exit_status_(exit_status) {}

  // `fill` puts the arguments into the request.
  template <typename Request, typename Response, typename Fill>
  CLI::App* Add(const char* name, const char* what,
                grpc::Status (TicketService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                Fill fill) {
    CLI::App* action = ticket_.add_subcommand(name, what);
    action->add_option("id", arguments_.id, "id or number")->required();
    action->add_option("--request-id", arguments_.request_id, "a UUID, to repeat a command safely");
    action->add_option("--seen-version", arguments_.seen_version,
                       "refuse when the ticket has another version by now");
    action->callback([this, method, fill] {
      Request request;
      fill(request);
      exit_status_ = Act(context_, arguments_, method, std::move(request));
    });
    return action;
  }

 private:
  CLI::App& ticket_;
  Context& context_;
  Arguments& arguments_;
  int& exit_status_;
};

std::string TextOf(const Arguments& arguments) {
  return arguments.text == "-" ? ReadFile("-").value_or("") : arguments.text;
}

void AddConversation(Actions& actions, Arguments& arguments) {
  using Stub = TicketService::Stub;
  actions.Add("take", "take it: you answer for it now", &Stub::TakeTicket, [](auto&) {});
  actions
      .Add("reply", "answer the customer", &Stub::ReplyTicket,
           [&](auto& request) { request.set_text(TextOf(arguments)); })
      ->add_option("text", arguments.text, "the answer; - for standard input");
  actions
      .Add("note", "words for colleagues; the customer never sees them", &Stub::NoteTicket,
           [&](auto& request) { request.set_text(TextOf(arguments)); })
      ->add_option("text", arguments.text, "the note; - for standard input");
  actions
      .Add("wait", "wait for the customer: clocks that may pause do", &Stub::WaitTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text, "what he was asked for");
  actions
      .Add("resume", "the wait is over", &Stub::ResumeTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text);
}

void AddMoves(Actions& actions, Arguments& arguments) {
  using Stub = TicketService::Stub;
  auto* transfer = actions.Add("transfer", "give it to another branch", &Stub::TransferTicket,
                               [&](auto& request) {
                                 request.set_branch_id(arguments.branch);
                                 request.set_reason(arguments.text);
                               });
  transfer->add_option("branch", arguments.branch)->required();
  transfer->add_option("reason", arguments.text);
  actions
      .Add("return", "send it back to where tickets are dispatched", &Stub::ReturnTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text);
  auto* judge = actions.Add("judge", "say whether a return was justified", &Stub::JudgeReturn,
                            [&](auto& request) {
                              request.set_justified(arguments.verdict == "justified");
                              request.set_reason(arguments.text);
                              request.set_branch_id(arguments.branch);
                            });
  judge->add_option("verdict", arguments.verdict)
      ->required()
      ->check(CLI::IsMember({"justified", "unjustified"}));
  judge->add_option("reason", arguments.text);
  judge->add_option("--branch", arguments.branch, "where it goes now, instead of back");
}

void AddEnds(Actions& actions, Arguments& arguments) {
  using Stub = TicketService::Stub;
  actions
      .Add("resolve", "say that it was put right", &Stub::ResolveTicket,
           [&](auto& request) { request.set_resolution(arguments.text); })
      ->add_option("resolution", arguments.text, "what was done");
  actions
      .Add("reopen", "it was not put right after all", &Stub::ReopenTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text);
  actions
      .Add("close", "beyond reopening", &Stub::CloseTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text);
  actions
      .Add("merge", "the same matter as an older ticket of the customer", &Stub::MergeTicket,
           [&](auto& request) { request.set_into_ticket_id(arguments.into); })
      ->add_option("into", arguments.into, "id or number of the one that lives on")
      ->required();
}

}  // namespace

void AddTicketActions(CLI::App& ticket, Context& context, int& exit_status) {
  static Arguments arguments;
  static std::optional<Actions> actions;
  actions.emplace(ticket, context, arguments, exit_status);
  AddConversation(*actions, arguments);
  AddMoves(*actions, arguments);
  AddEnds(*actions, arguments);
}

}  // namespace recourse::ctl
