#pragma once

#include "services/console/adapters/account_store.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/routing_client.h"

namespace recourse::console {

// What is only looked at: GET /v1/branches, /v1/tickets, /v1/people. A word of a query that is not
// understood is refused, never ignored.
class ReadRoutes {
 public:
  ReadRoutes(RoutingClient& routing, AccountStore& accounts)
      : routing_(routing), accounts_(accounts) {}

  void ListBranches(const Ask& ask);
  void ListTickets(const Ask& ask);
  // Who has an account, so that pages can name who has a ticket.
  void ListPeople(const Ask& ask);

 private:
  RoutingClient& routing_;
  AccountStore& accounts_;
};

}  // namespace recourse::console
