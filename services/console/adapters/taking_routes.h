#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/classify_client.h"
#include "services/console/adapters/ingest_client.h"

namespace recourse::console {

// What the form for the person on the phone asks while words are typed: GET /v1/customers and
// POST /v1/classify.
class TakingRoutes {
 public:
  TakingRoutes(IngestClient& ingest, ClassifyClient& classify)
      : ingest_(ingest), classify_(classify) {}

  void FindCustomers(const Ask& ask);
  // {"text": "..."}: what would be made of it; nothing is kept.
  void Classify(const Ask& ask);

 private:
  IngestClient& ingest_;
  ClassifyClient& classify_;
};

}  // namespace recourse::console
