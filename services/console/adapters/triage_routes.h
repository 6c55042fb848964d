#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/classify_client.h"
#include "services/console/adapters/door.h"

namespace recourse::console {

// What the classifier leaves to people: GET /v1/triage and POST /v1/classifications/*/correction.
class TriageRoutes {
 public:
  explicit TriageRoutes(ClassifyClient& classify) : classify_(classify) {}

  void List(const Ask& ask);
  void Correct(const Ask& ask);

 private:
  ClassifyClient& classify_;
};

// Its routes; `triage` outlives them.
Door::Routes TriageRoutesOf(TriageRoutes& triage);

}  // namespace recourse::console
