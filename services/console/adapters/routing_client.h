#pragma once

#include <functional>
#include <memory>
#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/console/adapters/ticket_codec.h"
#include "services/console/adapters/upstream.h"

namespace recourse::console {

class RoutingClient {
 public:
  explicit RoutingClient(const Address& peer)
      : stub_(routing::v1::TicketService::NewStub(MakeChannel(peer))) {}

  // NOT_FOUND until routing has decided.
  void GetDisposition(const std::string& key, const std::string& feedback_id, OnAnswer on_answer);
  void ListBranches(const std::string& key, OnAnswer on_answer);
  void ListTickets(const std::string& key, routing::v1::ListTicketsRequest request,
                   OnAnswer on_answer);
  // The ticket, by its id or its number as spoken.
  void GetTicket(const std::string& key, const std::string& ticket_id, OnAnswer on_answer);
  void ListTicketFacts(const std::string& key, routing::v1::ListTicketFactsRequest request,
                       OnAnswer on_answer);
  void ExplainTicket(const std::string& key, const std::string& ticket_id, OnAnswer on_answer);
  routing::v1::TicketService::Stub& stub() { return *stub_; }

  // One command on a ticket: `method` is one of the asynchronous stub's, its answer a ticket.
  using AsyncStub = routing::v1::TicketService::StubInterface::async_interface;
  template <typename Request, typename Response>
  using Method = void (AsyncStub::*)(grpc::ClientContext*, const Request*, Response*,
                                     std::function<void(grpc::Status)>);
  template <typename Request, typename Response>
  void Command(const std::string& key, Method<Request, Response> method, Request request,
               OnAnswer on_answer) {
    AskPeer<Response>(
        {key, kPeerDeadline}, std::move(request),
        [this, method](auto* context, auto* in, auto* out, auto done) {
          (stub_->async()->*method)(context, in, out, std::move(done));
        },
        [](const Response& response) { return HeldTicketJson(response.ticket()); },
        std::move(on_answer));
  }

 private:
  const std::unique_ptr<routing::v1::TicketService::Stub> stub_;
};

}  // namespace recourse::console
