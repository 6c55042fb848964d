#pragma once

#include <memory>
#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
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
  routing::v1::TicketService::Stub& stub() { return *stub_; }

 private:
  const std::unique_ptr<routing::v1::TicketService::Stub> stub_;
};

}  // namespace recourse::console
