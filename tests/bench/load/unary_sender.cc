#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "tests/bench/load/sender.h"

namespace recourse::bench {
namespace {

using ingest::v1::FeedbackService;

// A call that waits longer than any run is lost.
constexpr std::chrono::seconds kCallDeadline{60};

struct UnaryCall {
  grpc::ClientContext context;
  ingest::v1::SubmitFeedbackRequest request;
  ingest::v1::SubmitFeedbackResponse response;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<ingest::v1::SubmitFeedbackResponse>> reader;
  std::size_t client = 0;
  Clock::time_point intended;
};

// One thread begins calls when they are due, one takes their answers off a completion queue.
class UnarySender {
 public:
  UnarySender(const Peers& peers, const FeedbackMaker& maker, const Schedule& schedule,
              std::int64_t window)
      : key_(peers.key),
        maker_(maker),
        schedule_(schedule),
        window_(window),
        in_hand_(peers.channels.size()) {
    for (const auto& channel : peers.channels) stubs_.push_back(FeedbackService::NewStub(channel));
  }

  Tally Run() {
    std::thread taker([this] { TakeAll(); });
    SendAll();
    WaitUntil([this] {
      return std::all_of(in_hand_.begin(), in_hand_.end(), [](std::int64_t n) { return n == 0; });
    });
    queue_.Shutdown();
    taker.join();
    sent_.Add(std::move(answered_));
    return std::move(sent_);
  }

 private:
  void SendAll() {
    for (std::int64_t j = 0; schedule_.FrameSize(j) > 0; ++j) {
      if (!Send(j)) return;
    }
  }

  // False when the run is over.
  bool Send(std::int64_t j) {
    auto call = std::make_unique<UnaryCall>();
    maker_.Make(j, call->request);
    Prepare(call->context, {key_, kCallDeadline});
    call->client = static_cast<std::size_t>(j) % stubs_.size();
    if (schedule_.open()) {
      call->intended = schedule_.IntendedTime(j);
      if (schedule_.Over(call->intended)) return false;
      std::this_thread::sleep_until(call->intended);
    }
    const Clock::time_point room = WaitForRoom(call->client);
    if (!schedule_.open()) {
      call->intended = Clock::now();
      if (schedule_.Over(call->intended)) return GiveBack(call->client);
    }
    sent_.Sent(1, std::max(call->intended, room), Clock::now());
    UnaryCall* const begun = call.release();  // TakeAll deletes it
    begun->reader =
        stubs_[begun->client]->AsyncSubmitFeedback(&begun->context, begun->request, &queue_);
    begun->reader->Finish(&begun->response, &begun->status, begun);
    return true;
  }

  template <typename Condition>
  void WaitUntil(Condition condition) {
    std::unique_lock lock(mutex_);
    answered_one_.wait(lock, condition);
  }

  // Since when there was room: long ago where nobody had to wait.
  Clock::time_point WaitForRoom(std::size_t client) {
    std::unique_lock lock(mutex_);
    const bool full = in_hand_[client] >= window_;
    answered_one_.wait(lock, [&] { return in_hand_[client] < window_; });
    ++in_hand_[client];
    return full ? Clock::now() : Clock::time_point::min();
  }

  bool GiveBack(std::size_t client) {
    const std::lock_guard lock(mutex_);
    --in_hand_[client];
    return false;
  }

  void TakeAll() {
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
      const std::unique_ptr<UnaryCall> call(static_cast<UnaryCall*>(tag));
      Take(*call);
      const std::lock_guard lock(mutex_);
      --in_hand_[call->client];
      answered_one_.notify_one();
    }
  }

  void Take(const UnaryCall& call) {
    const grpc::StatusCode code = call.status.error_code();
    if (call.status.ok()) {
      const bool duplicate = call.response.state() == ingest::v1::FEEDBACK_STATE_DUPLICATE;
      answered_.Acknowledge(call.intended, Clock::now(), duplicate);
    } else if (code == grpc::StatusCode::INVALID_ARGUMENT ||
               code == grpc::StatusCode::FAILED_PRECONDITION) {
      ++answered_.refused;
    } else {
      answered_.exhausted += code == grpc::StatusCode::RESOURCE_EXHAUSTED;
      answered_.Fail(1, call.status.error_message());
    }
  }

  const std::string key_;
  const FeedbackMaker& maker_;
  const Schedule schedule_;
  const std::int64_t window_;
  std::vector<std::unique_ptr<FeedbackService::Stub>> stubs_;
  grpc::CompletionQueue queue_;
  Tally sent_;      // of the thread that sends
  Tally answered_;  // of the thread that takes answers
  std::mutex mutex_;
  std::condition_variable answered_one_;
  std::vector<std::int64_t> in_hand_;  // by client
};

}  // namespace

Tally SendUnary(const Peers& peers, const FeedbackMaker& maker, const Schedule& schedule,
                std::int64_t window) {
  return UnarySender(peers, maker, schedule, window).Run();
}

}  // namespace recourse::bench
