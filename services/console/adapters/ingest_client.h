#pragma once

#include <memory>
#include <string>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"
#include "services/console/domain/feedback.h"

namespace recourse::console {

class IngestClient {
 public:
  explicit IngestClient(const Address& peer)
      : stub_(ingest::v1::FeedbackService::NewStub(MakeChannel(peer))) {}

  void Submit(const std::string& key, const Feedback& feedback, OnAnswer on_answer);
  void Get(const std::string& key, const std::string& feedback_id, OnAnswer on_answer);

  // What became of each, in order: null for those of which it is not known.
  struct BatchAnswer {
    grpc::Status status;
    std::vector<boost::json::value> results;
  };
  // As one frame of one stream, so that they share a commit.
  void SubmitBatch(const std::string& key, const std::vector<Feedback>& batch,
                   std::function<void(BatchAnswer)> on_answer);

 private:
  const std::unique_ptr<ingest::v1::FeedbackService::Stub> stub_;
};

}  // namespace recourse::console
