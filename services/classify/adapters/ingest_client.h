#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/classify/domain/classification.h"
#include "services/common/access/service_key.h"
#include "services/common/core/status.h"
#include "services/common/grpc/client.h"

namespace recourse::classify {

// What classify asks of ingest, in its own name. Each call blocks, for at most kDeadline.
// Thread-safe.
class IngestClient {
 public:
  static constexpr std::chrono::milliseconds kDeadline{3'000};

  IngestClient(const Address& peer, Secret key_secret);

  // Each piece of feedback as ingest knows it, its text masked, in the order asked for. NOT_FOUND:
  // ingest has no such feedback. Any other error is worth another try.
  std::vector<StatusOr<Feedback>> Get(const std::vector<FeedbackId>& feedback_ids);

 private:
  const ServiceKey key_;
  std::unique_ptr<ingest::v1::FeedbackService::Stub> feedback_;
};

}  // namespace recourse::classify
