#pragma once

#include <grpcpp/support/server_callback.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/common/grpc/admission.h"
#include "services/ingest/adapters/intake.h"

namespace recourse::ingest {

// One stream of feedback: frames are read while fewer than kInHandMax pieces are in hand, results
// are sent back in order with the sequence up to which everything is durable or refused. What is
// not known to be durable is never acknowledged: the stream ends with UNAVAILABLE and the sender
// repeats.
class FeedbackStream final
    : public grpc::ServerBidiReactor<v1::StreamFeedbackRequest, v1::StreamFeedbackResponse> {
 public:
  static constexpr std::int64_t kInHandMax = 1'024;
  static constexpr int kFrameMax = 512;

  static FeedbackStream* Make(Intake& intake, Call call);

 private:
  FeedbackStream(Intake& intake, Call call) : intake_(intake), call_(std::move(call)) {}

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  bool CheckFrame();
  void TakeFrame();
  void Decided(std::int64_t sequence, const StatusOr<Answered<Domain>>& answer);
  void End(const grpc::Status& status);
  void Advance();

  Intake& intake_;
  const Call call_;
  v1::StreamFeedbackRequest frame_;
  v1::StreamFeedbackResponse response_;

  std::mutex mutex_;
  std::int64_t taken_ = 0;         // sequences handed to the intake
  std::int64_t acknowledged_ = 0;  // sequences told of
  std::map<std::int64_t, v1::FeedbackResult> decided_;  // beyond acknowledged_, in order
  std::int64_t in_hand_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool half_closed_ = false;
  bool finished_ = false;
  std::optional<grpc::Status> end_;
  std::shared_ptr<FeedbackStream> self_;  // until OnDone
};

}  // namespace recourse::ingest
