#pragma once

#include <functional>
#include <map>
#include <memory>

#include "services/common/process/worker_pool.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/pages.h"

namespace recourse::console {

// The one public door: finds the route, lets in or refuses, and hands over. A route is served by
// what main gave for it, on a worker thread, for knowing who asks needs the database. Thread-safe.
class Door {
 public:
  using Serve = std::function<void(const Ask&)>;
  using Routes = std::map<Route, Serve>;

  Door(Pages& pages, Identities& identities, WorkerPool& workers, Routes routes)
      : pages_(pages), identities_(identities), workers_(workers), routes_(std::move(routes)) {}

  // Does not block.
  void Handle(const std::shared_ptr<const HttpRequest>& request, const Reply& reply);

 private:
  void ServePage(const HttpRequest& request, const Answer& answer);
  void LetIn(const RouteRule& rule, Ask ask);

  Pages& pages_;
  Identities& identities_;
  WorkerPool& workers_;
  const Routes routes_;
  DoorMetrics metrics_;
};

}  // namespace recourse::console
