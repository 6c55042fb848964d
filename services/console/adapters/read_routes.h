#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/kpi_client.h"
#include "services/console/adapters/routing_client.h"
#include "services/console/adapters/watch_client.h"

namespace recourse::console {

// What is only looked at: GET /v1/kpis, /v1/branches, /v1/tickets, /v1/watch/tickets. A word of a
// query that is not understood is refused, never ignored.
class ReadRoutes {
 public:
  ReadRoutes(KpiClient& kpi, RoutingClient& routing, TicketWatches& watches,
             Identities& identities)
      : kpi_(kpi), routing_(routing), watches_(watches), identities_(identities) {}

  void GetKpis(const Ask& ask);
  void ListBranches(const Ask& ask);
  void ListTickets(const Ask& ask);
  void WatchTickets(const Ask& ask);

 private:
  KpiClient& kpi_;
  RoutingClient& routing_;
  TicketWatches& watches_;
  Identities& identities_;
};

}  // namespace recourse::console
