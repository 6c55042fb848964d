#include <grpcpp/grpcpp.h>

#include <thread>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/server.h"
#include "tests/bench/floor/echo.h"

namespace recourse::bench {
namespace {

using namespace ingest::v1;  // NOLINT: the messages alone

// Calls that stand ready in each queue, so that none waits for another's beginning.
constexpr int kReadyUnary = 64;
constexpr int kReadyStreams = 4;

// Where a call's tag leads. Deletes itself at its end.
class QueuedCall {
 public:
  virtual ~QueuedCall() = default;
  virtual void Proceed(bool ok) = 0;
};

class QueuedUnary final : public QueuedCall {
 public:
  QueuedUnary(FeedbackService::AsyncService& service, grpc::ServerCompletionQueue& queue)
      : service_(service), queue_(queue), writer_(&context_) {
    service_.RequestSubmitFeedback(&context_, &request_, &writer_, &queue_, &queue_, this);
  }

  void Proceed(bool ok) override {
    if (!ok || answered_) {
      delete this;
      return;
    }
    new QueuedUnary(service_, queue_);
    SubmitFeedbackResponse response;
    AnswerUnary(response);
    answered_ = true;
    writer_.Finish(response, grpc::Status::OK, this);
  }

 private:
  FeedbackService::AsyncService& service_;
  grpc::ServerCompletionQueue& queue_;
  grpc::ServerContext context_;
  SubmitFeedbackRequest request_;
  grpc::ServerAsyncResponseWriter<SubmitFeedbackResponse> writer_;
  bool answered_ = false;
};

class QueuedStream final : public QueuedCall {
 public:
  QueuedStream(FeedbackService::AsyncService& service, grpc::ServerCompletionQueue& queue)
      : service_(service), queue_(queue), stream_(&context_) {
    service_.RequestStreamFeedback(&context_, &stream_, &queue_, &queue_, this);
  }

  void Proceed(bool ok) override {
    switch (step_) {
      case Step::kWaiting:
        if (!ok) break;
        new QueuedStream(service_, queue_);
        return Read();
      case Step::kReading:
        if (!ok) return Finish();
        AnswerFrame(frame_, response_);
        step_ = Step::kWriting;
        return stream_.Write(response_, this);
      case Step::kWriting:
        if (!ok) return Finish();
        return Read();
      case Step::kFinishing:
        break;
    }
    delete this;
  }

 private:
  enum class Step { kWaiting, kReading, kWriting, kFinishing };

  void Read() {
    step_ = Step::kReading;
    stream_.Read(&frame_, this);
  }
  void Finish() {
    step_ = Step::kFinishing;
    stream_.Finish(grpc::Status::OK, this);
  }

  FeedbackService::AsyncService& service_;
  grpc::ServerCompletionQueue& queue_;
  grpc::ServerContext context_;
  StreamFeedbackRequest frame_;
  StreamFeedbackResponse response_;
  grpc::ServerAsyncReaderWriter<StreamFeedbackResponse, StreamFeedbackRequest> stream_;
  Step step_ = Step::kWaiting;
};

class Queues final : public EchoServer {
 public:
  explicit Queues(int count) {
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(kMaxStreamReceiveBytes);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    for (int i = 0; i < count; ++i) queues_.push_back(builder.AddCompletionQueue());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return;
    for (auto& queue : queues_) threads_.emplace_back([this, &queue] { Serve(*queue); });
  }
  ~Queues() override {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    for (auto& queue : queues_) queue->Shutdown();
    for (auto& thread : threads_) thread.join();
  }
  int port() const override { return port_; }

 private:
  void Serve(grpc::ServerCompletionQueue& queue) {
    for (int i = 0; i < kReadyUnary; ++i) new QueuedUnary(service_, queue);
    for (int i = 0; i < kReadyStreams; ++i) new QueuedStream(service_, queue);
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) static_cast<QueuedCall*>(tag)->Proceed(ok);
  }

  FeedbackService::AsyncService service_;
  int port_ = 0;
  std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues_;
  std::unique_ptr<grpc::Server> server_;
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<EchoServer> QueueEcho(int queues) { return std::make_unique<Queues>(queues); }

}  // namespace recourse::bench
