#include <CLI/CLI.hpp>
#include <cstdio>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/recoursectl/ticket_text.h"

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

constexpr int kFactsOfPage = 200;

// All facts, page by page.
int History(const Context& context, const std::string& id, std::int64_t after_version) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  ListTicketFactsRequest request;
  request.set_ticket_id(id);
  request.set_page_size(kFactsOfPage);
  for (bool more = true; more;) {
    request.set_after_version(after_version);
    ListTicketFactsResponse response;
    if (Status s = Call(*peer, *stub, &TicketService::Stub::ListTicketFacts, request, response);
        !s.ok()) {
      return Fail(s);
    }
    for (const TicketEvent& fact : response.history().facts()) {
      context.json ? PrintJson(fact) : PrintFact(fact);
      after_version = fact.ticket_version();
    }
    more = response.history().more() && response.history().facts_size() > 0;
  }
  return kDone;
}

void PrintSegment(const ClockSegment& segment) {
  std::string reasons;
  for (const std::string& reason : segment.reasons()) reasons += " (" + reason + ")";
  std::printf("    %s  %s  %-8s %-16s %s%s\n", TimeOrDash(true, segment.from_time()).c_str(),
              TimeOrDash(true, segment.to_time()).c_str(), segment.kind().c_str(),
              segment.calendar_id().empty() ? "always open" : segment.calendar_id().c_str(),
              segment.holder().c_str(), reasons.c_str());
}

int Explain(const Context& context, const std::string& id) {
  auto peer = Connect(context, "RECOURSE_ROUTING_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = TicketService::NewStub(peer->channel);
  ExplainTicketRequest request;
  request.set_ticket_id(id);
  ExplainTicketResponse response;
  if (Status s = Call(*peer, *stub, &TicketService::Stub::ExplainTicket, request, response);
      !s.ok()) {
    return Fail(s);
  }
  if (context.json) {
    PrintJson(response);
    return kDone;
  }
  PrintTicketLine(response.ticket());
  std::printf("  %s\n", response.routing_reason().c_str());
  for (const ExplainedClock& clock : response.clocks()) {
    PrintClock(clock.clock());
    std::printf("    %s\n", clock.standard_reason().c_str());
    for (const ClockSegment& segment : clock.segments()) PrintSegment(segment);
  }
  return kDone;
}

}  // namespace

void AddTicketHistory(CLI::App& ticket, Context& context, int& exit_status) {
  static std::string id;
  static std::int64_t after_version = 0;
  auto* history = ticket.add_subcommand("history", "what happened to it, oldest first");
  history->add_option("id", id, "id or number")->required();
  history->add_option("--after-version", after_version, "only what came after this version");
  history->callback([&] { exit_status = History(context, id, after_version); });
  auto* explain = ticket.add_subcommand("explain", "why here, and why this due time");
  explain->add_option("id", id, "id or number")->required();
  explain->callback([&] { exit_status = Explain(context, id); });
}

}  // namespace recourse::ctl
