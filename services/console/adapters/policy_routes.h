#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/classify_client.h"
#include "services/console/adapters/policy_client.h"

namespace recourse::console {

// /v1/policies: what an administrator may change while the system runs. The service that obeys a
// policy judges it; what it refuses comes back with the place in the document.
class PolicyRoutes {
 public:
  PolicyRoutes(PolicyClient& policies, ClassifyClient& classify)
      : policies_(policies), classify_(classify) {}

  // The active version of every kind.
  void List(const Ask& ask);
  // One version with its document; the active one where none is named.
  void Get(const Ask& ask);
  void Put(const Ask& ask);
  void ListVersions(const Ask& ask);
  void ListActivations(const Ask& ask);
  void Activate(const Ask& ask);
  void RollBack(const Ask& ask);
  // What a document of rules would make of what was said; other kinds cannot be tried.
  void Preview(const Ask& ask);

 private:
  PolicyClient& policies_;
  ClassifyClient& classify_;
};

}  // namespace recourse::console
