#include <cstdio>
#include <map>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string id, text, state, branch, request_id;
  bool breached = false;
  int page_size = 50;
  std::string page_token;
};

const char* StateName(TicketState state) {
  switch (state) {
    case TICKET_STATE_OPEN: return "open";
    case TICKET_STATE_TAKEN: return "taken";
    case TICKET_STATE_RESOLVED: return "resolved";
    default: return "?";
  }
}

const char* ClockName(ClockState state) {
  switch (state) {
    case CLOCK_STATE_RUNNING: return "running";
    case CLOCK_STATE_WARNED: return "warned";
    case CLOCK_STATE_BREACHED: return "breached";
    case CLOCK_STATE_MET: return "met";
    case CLOCK_STATE_MISSED: return "missed";
    case CLOCK_STATE_CANCELLED: return "cancelled";
    default: return "-";
  }
}

std::string DueText(const Ticket& ticket) {
  return TimeText(ticket.has_due_time(), ticket.due_time().seconds(), ticket.due_time().nanos());
}

void PrintLine(const Ticket& ticket) {
  std::printf("%-10s %-9s %-9s due %s  %-18s %-14s %s\n", ticket.number().c_str(),
              StateName(ticket.state()), ClockName(ticket.response_clock()),
              DueText(ticket).c_str(), ticket.branch_id().c_str(), ticket.category().c_str(),
              ticket.subject().c_str());
}

void PrintTicket(const Context& context, const Ticket& ticket) {
  if (context.json) {
    PrintJson(ticket);
  } else {
    PrintLine(ticket);
  }
}

int List(const Context& context, const Arguments& arguments) {
  static const std::map<std::string, TicketState> kStates = {{"", TICKET_STATE_UNSPECIFIED},
                                                             {"open", TICKET_STATE_OPEN},
                                                             {"taken", TICKET_STATE_TAKEN},
                                                             {"resolved", TICKET_STATE_RESOLVED}};
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
  if (Status s = Call(*peer, *stub, &TicketService::Stub::GetTicket, request, response);
      !s.ok()) {
    return Fail(s);
  }
  if (context.json) {
    PrintJson(response);
    return kDone;
  }
  PrintLine(response.ticket());
  std::printf("  id %s, version %lld, customer %s, pieces of feedback %d, agent %s\n"
              "  routed by %s (routing policy %lld, sla policy %lld)\n",
              response.ticket().ticket_id().c_str(),
              static_cast<long long>(response.ticket().version()),
              response.ticket().customer_id().c_str(), response.ticket().feedback_count(),
              response.ticket().agent_id().empty() ? "-" : response.ticket().agent_id().c_str(),
              response.ticket().routing_rule().c_str(),
              static_cast<long long>(response.ticket().routing_policy_version()),
              static_cast<long long>(response.ticket().sla_policy_version()));
  for (const TicketReply& reply : response.replies()) {
    std::printf("  %s  %s: %s\n",
                TimeText(true, reply.recorded_time().seconds(), reply.recorded_time().nanos())
                    .c_str(),
                reply.agent_id().c_str(), reply.text().c_str());
  }
  return kDone;
}

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
  Response response;
  if (Status s = Call(*peer, *stub, method, request, response); !s.ok()) return Fail(s);
  PrintTicket(context, response.ticket());
  return kDone;
}

void PrintUpdate(const Context& context, const WatchTicketsResponse& update) {
  if (context.json) return PrintJson(update);
  if (update.has_resync()) std::puts("-- fell behind: a new snapshot follows");
  for (const Ticket& ticket : update.snapshot().tickets()) PrintLine(ticket);
  if (update.has_snapshot() && update.snapshot().last()) std::puts("-- changes follow");
  if (!update.has_change()) return;
  const TicketEvent& event = update.change();
  const auto* what = event.GetReflection()->GetOneofFieldDescriptor(
      event, event.GetDescriptor()->FindOneofByName("fact"));
  std::printf("%s %-10s %-15s %-9s %-9s %s %s\n",
              TimeText(true, event.recorded_time().seconds(), event.recorded_time().nanos())
                  .c_str(),
              event.number().c_str(), what == nullptr ? "?" : what->name().c_str(),
              StateName(event.after().state()), ClockName(event.after().response_clock()),
              event.after().branch_id().c_str(), event.after().category().c_str());
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

void AddActions(CLI::App& ticket, Context& context, Arguments& arguments, int& exit_status) {
  const auto add_id = [&](CLI::App* action) {
    action->add_option("id", arguments.id, "id or number")->required();
    action->add_option("--request-id", arguments.request_id, "a UUID, to repeat a command safely");
  };
  auto* take = ticket.add_subcommand("take", "take it: you answer for it now");
  add_id(take);
  take->callback([&] {
    exit_status =
        Act(context, arguments, &TicketService::Stub::TakeTicket, TakeTicketRequest());
  });
  auto* reply = ticket.add_subcommand("reply", "answer the customer");
  add_id(reply);
  reply->add_option("text", arguments.text, "the answer; - for standard input");
  reply->callback([&] {
    ReplyTicketRequest request;
    request.set_text(arguments.text == "-" ? ReadFile("-").value_or("") : arguments.text);
    exit_status = Act(context, arguments, &TicketService::Stub::ReplyTicket, request);
  });
  auto* resolve = ticket.add_subcommand("resolve", "say that it was put right");
  add_id(resolve);
  resolve->add_option("resolution", arguments.text, "what was done");
  resolve->callback([&] {
    ResolveTicketRequest request;
    request.set_resolution(arguments.text);
    exit_status = Act(context, arguments, &TicketService::Stub::ResolveTicket, request);
  });
}

}  // namespace

void AddTicket(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* ticket = app.add_subcommand("ticket", "the agent's work");
  ticket->require_subcommand(1);
  auto* list = ticket->add_subcommand("list", "tickets, newest first");
  list->add_option("--state", arguments.state)->check(CLI::IsMember({"open", "taken", "resolved"}));
  list->add_option("--branch", arguments.branch);
  list->add_flag("--breached", arguments.breached, "only those whose answer is overdue");
  list->add_option("--page-size", arguments.page_size)->check(CLI::Range(1, 200));
  list->add_option("--page-token", arguments.page_token);
  list->callback([&] { exit_status = List(context, arguments); });
  auto* show = ticket->add_subcommand("show", "one ticket with its replies");
  show->add_option("id", arguments.id, "id or number")->required();
  show->callback([&] { exit_status = Show(context, arguments); });
  AddActions(*ticket, context, arguments, exit_status);
  auto* watch = ticket->add_subcommand("watch", "open tickets, then every change");
  watch->add_option("--branch", arguments.branch);
  watch->add_flag("--breached", arguments.breached, "only those whose answer is overdue");
  watch->callback([&] { exit_status = Watch(context, arguments); });
}

}  // namespace recourse::ctl
