#pragma once

#include <memory>
#include <string>
#include <vector>

#include "recourse/ingest/v1/customer_service.grpc.pb.h"
#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"
#include "services/console/domain/feedback.h"

namespace recourse::console {

class IngestClient {
 public:
  explicit IngestClient(const Address& peer)
      : IngestClient(MakeChannel(peer)) {}

  void Submit(const std::string& key, const Feedback& feedback, OnAnswer on_answer);
  void Get(const std::string& key, const std::string& feedback_id, OnAnswer on_answer);
  // By number, address, own id or the beginning of the name; masked.
  void FindCustomers(const std::string& key, const std::string& query, OnAnswer on_answer);

  // What became of each, in order: null for those of which it is not known.
  struct BatchAnswer {
    grpc::Status status;
    std::vector<boost::json::value> results;
  };
  // As one frame of one stream, so that they share a commit.
  void SubmitBatch(const std::string& key, const std::vector<Feedback>& batch,
                   std::function<void(BatchAnswer)> on_answer);

 private:
  explicit IngestClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(ingest::v1::FeedbackService::NewStub(channel)),
        customers_(ingest::v1::CustomerService::NewStub(channel)) {}

  const std::unique_ptr<ingest::v1::FeedbackService::Stub> stub_;
  const std::unique_ptr<ingest::v1::CustomerService::Stub> customers_;
};

}  // namespace recourse::console
