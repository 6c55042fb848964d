#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/kpi_client.h"
#include "services/console/adapters/kpi_watch_client.h"

namespace recourse::console {

// The figures: GET /v1/kpis, GET /v1/kpis/contributors, GET /v1/watch/kpis. A word of a query that
// is not understood is refused, never ignored.
class KpiRoutes {
 public:
  KpiRoutes(KpiClient& kpi, KpiWatches& watches, Identities& identities)
      : kpi_(kpi), watches_(watches), identities_(identities) {}

  void Get(const Ask& ask);
  void ListContributors(const Ask& ask);
  void Watch(const Ask& ask);

 private:
  KpiClient& kpi_;
  KpiWatches& watches_;
  Identities& identities_;
};

}  // namespace recourse::console
