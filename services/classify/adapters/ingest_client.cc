#include "services/classify/adapters/ingest_client.h"

#include <google/protobuf/util/time_util.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

#include "services/common/grpc/status.h"

namespace recourse::classify {
namespace {

namespace wire = ingest::v1;
using google::protobuf::util::TimeUtil;

// What the form for the person on the phone sends along.
constexpr const char* kCategoryAttribute = "category";

// One question, where gRPC finds it until it is answered.
struct Question {
  grpc::ClientContext context;
  wire::GetFeedbackRequest request;
  wire::GetFeedbackResponse response;
  grpc::Status status;
};

// All that are asked together; who waits and the last answer let go of them, whoever comes later.
struct Questions {
  explicit Questions(std::size_t count) : all(count), missing(count) {}

  void Answered(std::size_t which, const grpc::Status& status) {
    const std::lock_guard lock(mutex);
    all[which].status = status;
    if (--missing == 0) changed.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return missing == 0; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Question> all;
  std::size_t missing;
};

Feedback FeedbackOf(const FeedbackId& feedback_id, const wire::GetFeedbackResponse& in) {
  const wire::SubmitFeedbackRequest& sent = in.feedback();
  Feedback feedback;
  feedback.feedback_id = feedback_id;
  feedback.customer_id = CustomerId(ParseUuid(in.customer_id()).value_or(Uuid{}));
  feedback.occurred_time =
      Timestamp(Duration(TimeUtil::TimestampToMilliseconds(sent.occurred_time())));
  feedback.source_id = SourceId(sent.source_id());
  feedback.channel = Channel(sent.channel());
  feedback.text = sent.text();
  feedback.place = Place(sent.place());
  feedback.product = Product(sent.product());
  feedback.about_ticket_id = TicketId(sent.about_ticket_id());
  const auto stated = sent.attributes().find(kCategoryAttribute);
  if (stated != sent.attributes().end()) feedback.stated_category = Category(stated->second);
  return feedback;
}

}  // namespace

// A role that reads and changes nothing.
IngestClient::IngestClient(const Address& peer, Secret key_secret)
    : key_(std::move(key_secret), "classify", Role::kAuditor),
      feedback_(wire::FeedbackService::NewStub(MakeChannel(peer))) {}

std::vector<StatusOr<Feedback>> IngestClient::Get(const std::vector<FeedbackId>& feedback_ids) {
  std::vector<StatusOr<Feedback>> answers;
  const auto key = key_.Mint(std::chrono::floor<Duration>(std::chrono::system_clock::now()));
  if (!key.ok()) {
    answers.assign(feedback_ids.size(), key.status());
    return answers;
  }
  const auto questions = std::make_shared<Questions>(feedback_ids.size());
  for (std::size_t i = 0; i < feedback_ids.size(); ++i) {
    Question& question = questions->all[i];
    Prepare(question.context, {*key, kDeadline});
    question.request.set_feedback_id(ToString(feedback_ids[i]));
    feedback_->async()->GetFeedback(
        &question.context, &question.request, &question.response,
        [questions, i](const grpc::Status& status) { questions->Answered(i, status); });
  }
  questions->Wait();
  for (std::size_t i = 0; i < feedback_ids.size(); ++i) {
    const Question& question = questions->all[i];
    if (question.status.ok()) {
      answers.emplace_back(FeedbackOf(feedback_ids[i], question.response));
    } else {
      answers.emplace_back(FromGrpc(question.status));
    }
  }
  return answers;
}

}  // namespace recourse::classify
