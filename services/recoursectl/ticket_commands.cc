#include <cstdio>
#include <map>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"
#include "services/recoursectl/ticket_text.h"

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string id, state, branch;
  bool breached = false;
  int page_size = 50;
  std::string page_token;
};

int List(const Context& context, const Arguments& arguments) {
  static const std::map<std::string, TicketState> kStates = {
      {"", TICKET_STATE_UNSPECIFIED},      {"open", TICKET_STATE_OPEN},
      {"taken", TICKET_STATE_TAKEN},       {"waiting", TICKET_STATE_WAITING},
      {"resolved", TICKET_STATE_RESOLVED}, {"closed", TICKET_STATE_CLOSED}};
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  ListTicketsRequest request;
  request.set_state(kStates.at(arguments.state));
  request.set_branch_id(arguments.branch);
  request.set_breached(arguments.breached);
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  ListTicketsResponse response;
  if (Status s = Call(*peer, *stub, &TicketService::Stub::ListTickets, request, response);
      !s.ok()) {
    return Fail(s);
  }
  for (const Ticket& ticket : response.tickets()) PrintTicket(context, ticket);
  if (!context.json && !response.next_page_token().empty()) {
    std::printf("more: --page-token %s\n", response.next_page_token().c_str());
  }
  return kDone;
}

int Show(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  GetTicketRequest request;
  request.set_ticket_id(arguments.id);
  GetTicketResponse response;
  if (Status s = Call(*peer, *stub, &TicketService::Stub::GetTicket, request, response); !s.ok()) {
    return Fail(s);
  }
  if (context.json) {
    PrintJson(response);
    return kDone;
  }
  PrintTicketLine(response.ticket());
  for (const TicketClock& clock : response.ticket().clocks()) PrintClock(clock);
  PrintSuggestion(response.ticket());
  std::printf(
      "  id %s, version %lld, customer %s, pieces of feedback %d, agent %s\n"
      "  routed by %s (routing policy %lld, sla policy %lld)\n",
      response.ticket().ticket_id().c_str(), static_cast<long long>(response.ticket().version()),
      response.ticket().customer_id().c_str(), response.ticket().feedback_count(),
      response.ticket().agent_id().empty() ? "-" : response.ticket().agent_id().c_str(),
      response.ticket().routing_rule().c_str(),
      static_cast<long long>(response.ticket().routing_policy_version()),
      static_cast<long long>(response.ticket().sla_policy_version()));
  for (const TicketReply& reply : response.replies()) {
    std::printf(
        "  %s  %s: %s\n",
        TimeText(true, reply.recorded_time().seconds(), reply.recorded_time().nanos()).c_str(),
        reply.agent_id().c_str(), reply.text().c_str());
  }
  return kDone;
}

void PrintUpdate(const Context& context, const WatchTicketsResponse& update) {
  if (context.json) return PrintJson(update);
  if (update.has_resync()) std::puts("-- fell behind: a new snapshot follows");
  for (const Ticket& ticket : update.snapshot().tickets()) PrintTicketLine(ticket);
  if (update.has_snapshot() && update.snapshot().last()) std::puts("-- changes follow");
  if (!update.has_change()) return;
  PrintFact(update.change());
}

int Watch(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  grpc::ClientContext call;
  Prepare(call, {peer->key, kForEver, true});
  WatchTicketsRequest request;
  request.set_branch_id(arguments.branch);
  request.set_breached(arguments.breached);
  auto stream = stub->WatchTickets(&call, request);
  WatchTicketsResponse update;
  while (stream->Read(&update)) {
    PrintUpdate(context, update);
    std::fflush(stdout);
  }
  const Status end = StatusOf(stream->Finish());
  return end.ok() ? kDone : Fail(end);
}

}  // namespace

void AddTicket(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* ticket = app.add_subcommand("ticket", "the agent's work");
  ticket->require_subcommand(1);
  auto* list = ticket->add_subcommand("list", "tickets, newest first");
  list->add_option("--state", arguments.state)
      ->check(CLI::IsMember({"open", "taken", "waiting", "resolved", "closed"}));
  list->add_option("--branch", arguments.branch);
  list->add_flag("--breached", arguments.breached, "only those whose answer is overdue");
  list->add_option("--page-size", arguments.page_size)->check(CLI::Range(1, 200));
  list->add_option("--page-token", arguments.page_token);
  list->callback([&] { exit_status = List(context, arguments); });
  auto* show = ticket->add_subcommand("show", "one ticket with its replies");
  show->add_option("id", arguments.id, "id or number")->required();
  show->callback([&] { exit_status = Show(context, arguments); });
  AddTicketActions(*ticket, context, exit_status);
  AddTicketHistory(*ticket, context, exit_status);
  auto* watch = ticket->add_subcommand("watch", "open tickets, then every change");
  watch->add_option("--branch", arguments.branch);
  watch->add_flag("--breached", arguments.breached, "only those whose answer is overdue");
  watch->callback([&] { exit_status = Watch(context, arguments); });
}

}  // namespace recourse::ctl
