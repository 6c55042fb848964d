#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/recoursectl/client.h"

namespace recourse::ctl {

struct StreamLimits {
  std::int64_t rate = 0;   // pieces a second; 0 for as fast as acknowledged
  std::int64_t limit = 0;  // pieces in all; 0 for the whole file
  std::chrono::seconds deadline{0};  // 0 for none
};

struct StreamReport {
  std::int64_t sent = 0;          // pieces read and handed over at least once
  std::int64_t acknowledged = 0;  // durable, duplicates included
  std::int64_t duplicate = 0;
  std::int64_t refused = 0;
  std::int64_t unknown = 0;  // neither acknowledged nor refused when it ended
  double seconds = 0;
  Status end;  // why it ended early, where it did
};

// Sends feedback by StreamFeedback: connects again after every loss and repeats what is unknown,
// until all is acknowledged or refused, or the deadline passes. Sending again is safe.
class FeedbackSender {
 public:
  using Feedback = ingest::v1::SubmitFeedbackRequest;
  // The next piece, or nothing at the end.
  using Source = std::function<std::optional<Feedback>()>;
  // Told of each result once, in the order of the source.
  using Listener = std::function<void(const Feedback&, const ingest::v1::FeedbackResult&)>;

  static constexpr std::size_t kWindow = 2'048;  // pieces sent and not acknowledged
  static constexpr int kFrame = 64;

  FeedbackSender(Peer peer, StreamLimits limits, Source source, Listener listener);
  StreamReport Run();

 private:
  using Clock = std::chrono::steady_clock;
  using Stream = grpc::ClientReaderWriter<ingest::v1::StreamFeedbackRequest,
                                          ingest::v1::StreamFeedbackResponse>;

  Status RunStream();
  void WriteAll(Stream& stream);
  bool NextFrame(ingest::v1::StreamFeedbackRequest& frame);
  void Fill(ingest::v1::StreamFeedbackRequest& frame);
  std::optional<Feedback> Draw();
  void Pace();
  void ReadAll(Stream& stream);
  void Take(const ingest::v1::FeedbackResult& result);
  bool Expired() const;

  const Peer peer_;
  const StreamLimits limits_;
  const Source source_;
  const Listener listener_;
  std::unique_ptr<ingest::v1::FeedbackService::Stub> stub_;
  const Clock::time_point start_ = Clock::now();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Feedback> window_;     // not acknowledged, in order
  std::size_t sent_in_stream_ = 0;  // of the window, by the present stream
  std::int64_t sequence_ = 0;       // of the present stream
  bool exhausted_ = false;          // the source has no more
  bool lost_ = false;               // the present stream has ended
  bool progress_ = false;           // since the present stream began
  StreamReport report_;
};

}  // namespace recourse::ctl
