#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "tests/bench/load/sender.h"

namespace recourse::bench {
namespace {

using ingest::v1::FeedbackService;
using ingest::v1::StreamFeedbackRequest;
using ingest::v1::StreamFeedbackResponse;

// One client's stream: this thread writes the frames when they are due, another reads answers.
class StreamSender {
 public:
  StreamSender(const FeedbackMaker& maker, const Schedule& schedule, std::int64_t window,
               std::int64_t client, std::int64_t clients)
      : maker_(maker), schedule_(schedule), window_(window), client_(client), clients_(clients) {}

  void Run(const std::shared_ptr<grpc::Channel>& channel, const std::string& key) {
    const auto stub = FeedbackService::NewStub(channel);
    grpc::ClientContext context;
    Prepare(context, {key, kForEver});
    auto stream = stub->StreamFeedback(&context);
    std::thread reader([&] { ReadAll(*stream); });
    WriteAll(*stream);
    reader.join();
    const grpc::Status status = stream->Finish();
    const std::int64_t open = sequence_ - acknowledged_;
    if (open > 0)
      tally_.Fail(open, status.ok() ? "the stream ended early" : status.error_message());
    if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) tally_.exhausted += open;
    tally_.Add(std::move(answered_));
  }
  Tally Take() { return std::move(tally_); }

 private:
  using Stream = grpc::ClientReaderWriter<StreamFeedbackRequest, StreamFeedbackResponse>;
  // A frame that is not answered in full: the last of its sequences, and when it was to be sent.
  struct Pending {
    std::int64_t last;
    Clock::time_point intended;
  };

  void WriteAll(Stream& stream) {
    StreamFeedbackRequest frame;
    Clock::time_point written = schedule_.start;
    for (std::int64_t j = client_; schedule_.FrameSize(j) > 0; j += clients_) {
      Fill(frame, j);
      Clock::time_point intended = Clock::time_point::min();
      if (schedule_.open()) {
        intended = schedule_.IntendedTime(j);
        if (schedule_.Over(intended)) break;
        std::this_thread::sleep_until(intended);
      }
      const auto room = WaitForRoom(frame.feedback_size());
      if (lost_) break;
      const Clock::time_point now = Clock::now();
      if (!schedule_.open()) intended = now;
      if (schedule_.Over(intended)) break;
      Expect(frame.feedback_size(), intended);
      tally_.Sent(frame.feedback_size(), std::max({intended, room, written}), now);
      if (!stream.Write(frame)) break;
      written = Clock::now();
    }
    stream.WritesDone();
  }

  void Fill(StreamFeedbackRequest& frame, std::int64_t j) {
    frame.Clear();
    frame.set_first_sequence(sequence_ + 1);
    const std::int64_t size = schedule_.FrameSize(j);
    for (std::int64_t i = 0; i < size; ++i) {
      maker_.Make(j * schedule_.frame + i, *frame.add_feedback());
    }
  }

  Clock::time_point WaitForRoom(std::int64_t pieces) {
    std::unique_lock lock(mutex_);
    const auto room = [&] {
      return lost_ || sequence_ == acknowledged_ || sequence_ + pieces - acknowledged_ <= window_;
    };
    if (room()) return Clock::time_point::min();
    changed_.wait(lock, room);
    return Clock::now();
  }

  void Expect(std::int64_t pieces, Clock::time_point intended) {
    const std::lock_guard lock(mutex_);
    sequence_ += pieces;
    pending_.push_back({sequence_, intended});
  }

  void ReadAll(Stream& stream) {
    StreamFeedbackResponse response;
    while (stream.Read(&response)) {
      const std::lock_guard lock(mutex_);
      TakeResults(response);
      changed_.notify_one();
    }
    const std::lock_guard lock(mutex_);
    lost_ = true;
    changed_.notify_one();
  }

  // Answers come for each sequence once and in order; anything else is a fault of the server.
  void TakeResults(const StreamFeedbackResponse& response) {
    const Clock::time_point now = Clock::now();
    for (const auto& result : response.results()) {
      if (pending_.empty() || result.sequence() != acknowledged_ + 1) {
        answered_.Fail(0, "an answer came that was not the next: sequence " +
                              std::to_string(result.sequence()));
        continue;
      }
      ++acknowledged_;
      if (result.has_refusal()) {
        ++answered_.refused;
      } else {
        answered_.Acknowledge(pending_.front().intended, now,
                              result.state() == ingest::v1::FEEDBACK_STATE_DUPLICATE);
      }
      if (pending_.front().last == acknowledged_) pending_.pop_front();
    }
  }

  const FeedbackMaker& maker_;
  const Schedule schedule_;
  const std::int64_t window_;
  const std::int64_t client_;
  const std::int64_t clients_;
  Tally tally_;  // of the writing thread
  std::mutex mutex_;
  std::condition_variable changed_;
  Tally answered_;  // of the reading thread
  std::int64_t sequence_ = 0;
  std::int64_t acknowledged_ = 0;
  std::deque<Pending> pending_;
  std::atomic<bool> lost_{false};
};

}  // namespace

Tally SendStreams(const Peers& peers, const FeedbackMaker& maker, const Schedule& schedule,
                  std::int64_t window) {
  const auto clients = static_cast<std::int64_t>(peers.channels.size());
  std::vector<std::unique_ptr<StreamSender>> senders;
  std::vector<std::thread> threads;
  for (std::int64_t i = 0; i < clients; ++i) {
    senders.push_back(std::make_unique<StreamSender>(maker, schedule, window, i, clients));
    threads.emplace_back([&peers, i, sender = senders.back().get()] {
      sender->Run(peers.channels[static_cast<std::size_t>(i)], peers.key);
    });
  }
  Tally all;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i].join();
    all.Add(senders[i]->Take());
  }
  return all;
}

}  // namespace recourse::bench
