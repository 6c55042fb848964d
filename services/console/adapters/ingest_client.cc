#include "services/console/adapters/ingest_client.h"

#include "services/console/adapters/feedback_codec.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = ingest::v1;

// One frame up, acknowledgements down until the server ends the stream. Deletes itself.
class BatchCall final
    : public grpc::ClientBidiReactor<wire::StreamFeedbackRequest, wire::StreamFeedbackResponse> {
 public:
  BatchCall(const std::string& key, const std::vector<Feedback>& batch,
            std::function<void(IngestClient::BatchAnswer)> on_answer)
      : on_answer_(std::move(on_answer)) {
    Prepare(context_, {key, kSubmitDeadline});
    frame_.set_first_sequence(1);
    for (const Feedback& feedback : batch) ToWire(feedback, *frame_.add_feedback());
    answer_.results.resize(batch.size());
  }

  void Start(wire::FeedbackService::Stub& stub) {
    stub.async()->StreamFeedback(&context_, this);
    StartWriteLast(&frame_, grpc::WriteOptions());
    StartRead(&response_);
    StartCall();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;  // OnDone says why
    for (const wire::FeedbackResult& result : response_.results()) {
      const auto index = static_cast<std::size_t>(result.sequence() - 1);
      if (index < answer_.results.size()) answer_.results[index] = ResultJson(result);
    }
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    answer_.status = status;
    on_answer_(std::move(answer_));
    delete this;
  }

  grpc::ClientContext context_;
  wire::StreamFeedbackRequest frame_;
  wire::StreamFeedbackResponse response_;
  IngestClient::BatchAnswer answer_;
  std::function<void(IngestClient::BatchAnswer)> on_answer_;
};

}  // namespace

void IngestClient::Submit(const std::string& key, const Feedback& feedback, OnAnswer on_answer) {
  wire::SubmitFeedbackRequest request;
  ToWire(feedback, request);
  AskPeer<wire::SubmitFeedbackResponse>(
      {key, kSubmitDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->SubmitFeedback(context, in, out, std::move(done));
      },
      SubmittedJson, std::move(on_answer));
}

void IngestClient::Get(const std::string& key, const std::string& feedback_id,
                       OnAnswer on_answer) {
  wire::GetFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  AskPeer<wire::GetFeedbackResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->GetFeedback(context, in, out, std::move(done));
      },
      KeptJson, std::move(on_answer));
}

void IngestClient::FindCustomers(const std::string& key, const std::string& query,
                                 OnAnswer on_answer) {
  wire::FindCustomersRequest request;
  request.set_query(query);
  AskPeer<wire::FindCustomersResponse>(
      {key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        customers_->async()->FindCustomers(context, in, out, std::move(done));
      },
      [](const wire::FindCustomersResponse& response) { return MessageJson(response); },
      std::move(on_answer));
}

void IngestClient::SubmitBatch(const std::string& key, const std::vector<Feedback>& batch,
                               std::function<void(BatchAnswer)> on_answer) {
  (new BatchCall(key, batch, std::move(on_answer)))->Start(*stub_);
}

}  // namespace recourse::console
