#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/sla/sla_time.h"
#include "services/recoursectl/ticket_text.h"

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string id, text, branch, into, verdict, request_id;
  std::string feedback, subject, category, kind = "first_response", answered;
  std::int64_t seen_version = 0;
  bool same_matter = false, standards = false;
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

void AddMatters(Actions& actions, Arguments& arguments) {
  using Stub = TicketService::Stub;
  actions
      .Add("unmerge", "not the same matter after all: take a merging back", &Stub::UnmergeTicket,
           [&](auto& request) { request.set_reason(arguments.text); })
      ->add_option("reason", arguments.text);
  actions.Add("decline", "not the same matter as the ticket that is suggested",
              &Stub::DeclineSuggestion, [](auto&) {});
  auto* split = actions.Add("split", "make a ticket of its own of feedback that joined it",
                            &Stub::SplitTicket, [&](auto& request) {
                              request.set_feedback_id(arguments.feedback);
                              request.set_same_matter(arguments.same_matter);
                              request.set_subject(arguments.subject);
                              request.set_category(arguments.category);
                              request.set_reason(arguments.text);
                            });
  split->add_option("feedback", arguments.feedback, "its id; the new ticket has it too")
      ->required();
  split->add_option("reason", arguments.text);
  split->add_flag("--same-matter", arguments.same_matter,
                  "its clocks begin where the ticket's did");
  split->add_option("--subject", arguments.subject);
  split->add_option("--category", arguments.category);
}

ClockKind KindOf(const std::string& word) {
  static const std::map<std::string, ClockKind> kKinds = {
      {"first_response", CLOCK_KIND_FIRST_RESPONSE},
      {"next_response", CLOCK_KIND_NEXT_RESPONSE},
      {"resolution", CLOCK_KIND_RESOLUTION},
      {"periodic_update", CLOCK_KIND_PERIODIC_UPDATE},
      {"statutory", CLOCK_KIND_STATUTORY},
      {"internal", CLOCK_KIND_INTERNAL}};
  const auto found = kKinds.find(word);
  return found == kKinds.end() ? CLOCK_KIND_UNSPECIFIED : found->second;
}

// What CLI11 asks of a validator: "" where it is a time.
std::string TimeFault(const std::string& text) {
  return ParseInstant(text) ? "" : "must be a time such as 2026-03-03T02:00:00Z";
}

void AddPromises(Actions& actions, Arguments& arguments) {
  using Stub = TicketService::Stub;
  actions.Add("acknowledge", "say that you are on what was breached: higher levels wait",
              &Stub::AcknowledgeEscalation, [](auto&) {});
  auto* revoke = actions.Add("revoke", "take a breach back: the promise had been kept in time",
                             &Stub::RevokeBreach, [&](auto& request) {
                               const auto answered = ParseInstant(arguments.answered);
                               const auto ms = answered ? answered->time_since_epoch().count() : 0;
                               request.set_kind(KindOf(arguments.kind));
                               *request.mutable_answered_time() =
                                   google::protobuf::util::TimeUtil::MillisecondsToTimestamp(ms);
                               request.set_reason(arguments.text);
                             });
  revoke->add_option("answered", arguments.answered, "when: 2026-03-03T02:00:00Z")
      ->required()
      ->check(TimeFault);
  revoke->add_option("reason", arguments.text, "what shows it");
  revoke->add_option("--kind", arguments.kind)
      ->check(CLI::IsMember({"first_response", "next_response", "resolution", "periodic_update",
                             "statutory", "internal"}));
}

// Page by page until all open tickets are marked; each page may be asked for again.
int Reclock(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  ReclockTicketsRequest request;
  request.set_standards(arguments.standards);
  std::int64_t marked = 0;
  do {
    ReclockTicketsResponse response;
    Status s = Call(*peer, *stub, &TicketService::Stub::ReclockTickets, request, response);
    if (!s.ok()) return Fail(s);
    marked += response.ticket_count();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  std::printf(context.json ? "{\"ticket_count\":%lld}\n" : "%lld open tickets are reclocked\n",
              static_cast<long long>(marked));
  return kDone;
}

}  // namespace

void AddTicketActions(CLI::App& ticket, Context& context, int& exit_status) {
  static Arguments arguments;
  static std::optional<Actions> actions;
  actions.emplace(ticket, context, arguments, exit_status);
  AddConversation(*actions, arguments);
  AddMoves(*actions, arguments);
  AddEnds(*actions, arguments);
  AddMatters(*actions, arguments);
  AddPromises(*actions, arguments);
  auto* reclock = ticket.add_subcommand("reclock", "apply the active calendars to open tickets");
  reclock->add_flag("--standards", arguments.standards, "the active SLA policy's standards too");
  reclock->callback([&] { exit_status = Reclock(context, arguments); });
}

}  // namespace recourse::ctl
