#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/classify_client.h"
#include "services/console/adapters/ingest_client.h"
#include "services/console/adapters/routing_client.h"

namespace recourse::console {

// POST /v1/feedback, POST /v1/feedback:batch, GET /v1/feedback/*.
class FeedbackRoutes {
 public:
  FeedbackRoutes(IngestClient& ingest, ClassifyClient& classify, RoutingClient& routing)
      : ingest_(ingest), classify_(classify), routing_(routing) {}

  void Submit(const Ask& ask);
  void SubmitBatch(const Ask& ask);
  // The feedback, and where it is now: null where the next service has not decided yet.
  void Get(const Ask& ask);

 private:
  IngestClient& ingest_;
  ClassifyClient& classify_;
  RoutingClient& routing_;
};

}  // namespace recourse::console
