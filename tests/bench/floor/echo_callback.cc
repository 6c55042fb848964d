#include <grpcpp/grpcpp.h>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/server.h"
#include "tests/bench/floor/echo.h"

namespace recourse::bench {
namespace {

using namespace ingest::v1;  // NOLINT: the messages alone

constexpr const char* kAnyId = "00000000-0000-5000-8000-000000000000";

// A frame is read, answered, and the next one read.
class EchoStream final
    : public grpc::ServerBidiReactor<StreamFeedbackRequest, StreamFeedbackResponse> {
 public:
  EchoStream() { StartRead(&frame_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    AnswerFrame(frame_, response_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&frame_);
  }
  void OnDone() override { delete this; }

 private:
  StreamFeedbackRequest frame_;
  StreamFeedbackResponse response_;
};

class EchoService final : public FeedbackService::CallbackService {
 public:
  grpc::ServerUnaryReactor* SubmitFeedback(grpc::CallbackServerContext* context,
                                           const SubmitFeedbackRequest*,
                                           SubmitFeedbackResponse* response) override {
    AnswerUnary(*response);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerBidiReactor<StreamFeedbackRequest, StreamFeedbackResponse>* StreamFeedback(
      grpc::CallbackServerContext*) override {
    return new EchoStream();
  }
};

class Callbacks final : public EchoServer {
 public:
  Callbacks() {
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(kMaxStreamReceiveBytes);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~Callbacks() override {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
  }
  int port() const override { return port_; }

 private:
  EchoService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

std::unique_ptr<EchoServer> CallbackEcho() { return std::make_unique<Callbacks>(); }

void AnswerUnary(SubmitFeedbackResponse& out) {
  out.set_feedback_id(kAnyId);
  out.set_state(FEEDBACK_STATE_ACCEPTED);
}

void AnswerFrame(const StreamFeedbackRequest& in, StreamFeedbackResponse& out) {
  out.Clear();
  for (int i = 0; i < in.feedback_size(); ++i) {
    auto* result = out.add_results();
    result->set_sequence(in.first_sequence() + i);
    result->set_feedback_id(kAnyId);
    result->set_state(FEEDBACK_STATE_ACCEPTED);
  }
  out.set_acknowledged_sequence(in.first_sequence() + in.feedback_size() - 1);
}

}  // namespace recourse::bench
