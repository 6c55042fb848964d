#include "services/console/adapters/routing_client.h"

namespace recourse::console {

namespace wire = routing::v1;

void RoutingClient::GetDisposition(const std::string& key, const std::string& feedback_id,
                                   OnAnswer on_answer) {
  wire::GetDispositionRequest request;
  request.set_feedback_id(feedback_id);
  AskPeer<wire::GetDispositionResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetDisposition(context, in, out, std::move(done));
      },
      DispositionJson, std::move(on_answer));
}

void RoutingClient::ListBranches(const std::string& key, OnAnswer on_answer) {
  AskPeer<wire::ListBranchesResponse>(
      {key, kPeerDeadline}, wire::ListBranchesRequest(),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListBranches(context, in, out, std::move(done));
      },
      BranchesJson, std::move(on_answer));
}

void RoutingClient::ListTickets(const std::string& key, wire::ListTicketsRequest request,
                                OnAnswer on_answer) {
  AskPeer<wire::ListTicketsResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListTickets(context, in, out, std::move(done));
      },
      TicketsJson, std::move(on_answer));
}

void RoutingClient::GetTicket(const std::string& key, const std::string& ticket_id,
                              OnAnswer on_answer) {
  wire::GetTicketRequest request;
  request.set_ticket_id(ticket_id);
  AskPeer<wire::GetTicketResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetTicket(context, in, out, std::move(done));
      },
      [](const wire::GetTicketResponse& response) { return HeldTicketJson(response.ticket()); },
      std::move(on_answer));
}

void RoutingClient::ListTicketFacts(const std::string& key, wire::ListTicketFactsRequest request,
                                    OnAnswer on_answer) {
  AskPeer<wire::ListTicketFactsResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListTicketFacts(context, in, out, std::move(done));
      },
      [](const wire::ListTicketFactsResponse& response) {
        return HistoryJson(response.history());
      },
      std::move(on_answer));
}

void RoutingClient::ExplainTicket(const std::string& key, const std::string& ticket_id,
                                  OnAnswer on_answer) {
  wire::ExplainTicketRequest request;
  request.set_ticket_id(ticket_id);
  AskPeer<wire::ExplainTicketResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ExplainTicket(context, in, out, std::move(done));
      },
      ExplanationJson, std::move(on_answer));
}

}  // namespace recourse::console
