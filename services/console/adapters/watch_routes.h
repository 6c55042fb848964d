#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/routing_client.h"
#include "services/console/adapters/watch_client.h"

namespace recourse::console {

// What is followed as it changes: GET /v1/watch/tickets, GET /v1/watch/tickets/*, and who looks:
// POST /v1/tickets/*/presence.
class WatchRoutes {
 public:
  WatchRoutes(RoutingClient& routing, TicketWatches& watches, Identities& identities)
      : routing_(routing), watches_(watches), identities_(identities) {}

  void WatchTickets(const Ask& ask);
  // One ticket, and who else looks at it. The ticket is asked for first, so that who may not see it
  // is refused before anything is opened.
  void WatchTicket(const Ask& ask);
  void SetPresence(const Ask& ask);

 private:
  WatchQuery QueryOf(const Ask& ask);
  void Open(const Ask& ask, WatchQuery query);

  RoutingClient& routing_;
  TicketWatches& watches_;
  Identities& identities_;
};

}  // namespace recourse::console
