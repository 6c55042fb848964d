#pragma once

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/ingest/adapters/customer_store.h"
#include "services/ingest/adapters/feedback_store.h"
#include "services/ingest/adapters/intake.h"

namespace recourse::ingest {

class FeedbackGrpc final : public v1::FeedbackService::CallbackService {
 public:
  FeedbackGrpc(Calls& calls, Intake& intake, FeedbackQueries& queries, CustomerQueries& customers)
      : calls_(calls), intake_(intake), queries_(queries), customers_(customers) {}

  grpc::ServerUnaryReactor* SubmitFeedback(grpc::CallbackServerContext* context,
                                           const v1::SubmitFeedbackRequest* request,
                                           v1::SubmitFeedbackResponse* response) override;
  grpc::ServerBidiReactor<v1::StreamFeedbackRequest, v1::StreamFeedbackResponse>* StreamFeedback(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetFeedback(grpc::CallbackServerContext* context,
                                        const v1::GetFeedbackRequest* request,
                                        v1::GetFeedbackResponse* response) override;

 private:
  grpc::ServerUnaryReactor* SubmitOfKnown(grpc::CallbackServerContext* context,
                                          const v1::SubmitFeedbackRequest* request,
                                          v1::SubmitFeedbackResponse* response);

  Calls& calls_;
  Intake& intake_;
  FeedbackQueries& queries_;
  CustomerQueries& customers_;
};

}  // namespace recourse::ingest
