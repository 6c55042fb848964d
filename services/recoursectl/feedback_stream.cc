#include "services/recoursectl/feedback_stream.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace recourse::ctl {
namespace {

constexpr std::chrono::milliseconds kBackoffMin{50};
constexpr std::chrono::milliseconds kBackoffMax{2'000};
constexpr std::chrono::milliseconds kLookEvery{1'000};

// What another try can heal: the server is away, busy, or not sure.
bool Heals(const Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsAborted(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status) || absl::IsInternal(status) || absl::IsUnknown(status);
}

}  // namespace

FeedbackSender::FeedbackSender(Peer peer, StreamLimits limits, Source source, Listener listener)
    : peer_(std::move(peer)),
      limits_(limits),
      source_(std::move(source)),
      listener_(std::move(listener)),
      stub_(ingest::v1::FeedbackService::NewStub(peer_.channel)) {}

bool FeedbackSender::Expired() const {
  return limits_.deadline.count() > 0 && Clock::now() - start_ > limits_.deadline;
}

StreamReport FeedbackSender::Run() {
  auto backoff = kBackoffMin;
  while (true) {
    progress_ = false;
    const Status ended = RunStream();
    if (exhausted_ && window_.empty()) break;
    report_.end = ended;
    if (!ended.ok() && !Heals(ended)) break;
    if (Expired()) {
      report_.end = absl::DeadlineExceededError("the deadline passed");
      break;
    }
    backoff = progress_ ? kBackoffMin : std::min(backoff * 2, kBackoffMax);
    std::this_thread::sleep_for(backoff);
  }
  if (exhausted_ && window_.empty()) report_.end = absl::OkStatus();
  report_.unknown = static_cast<std::int64_t>(window_.size());
  report_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return report_;
}

// One connection's life: a thread reads answers while this one writes.
Status FeedbackSender::RunStream() {
  grpc::ClientContext context;
  Prepare(context, {peer_.key, kForEver, true});
  if (limits_.deadline.count() > 0) {
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
    context.set_deadline(std::chrono::system_clock::now() + limits_.deadline - spent);
  }
  auto stream = stub_->StreamFeedback(&context);
  sent_in_stream_ = 0;
  sequence_ = 0;
  lost_ = false;
  std::thread reader([&] { ReadAll(*stream); });
  WriteAll(*stream);
  reader.join();
  return StatusOf(stream->Finish());
}

void FeedbackSender::WriteAll(Stream& stream) {
  while (true) {
    ingest::v1::StreamFeedbackRequest frame;
    if (!NextFrame(frame)) break;
    if (!stream.Write(frame)) return;
    Pace();
  }
  stream.WritesDone();
}

// Waits for room in the window; false when all is sent, the stream is lost or time is up.
bool FeedbackSender::NextFrame(ingest::v1::StreamFeedbackRequest& frame) {
  std::unique_lock lock(mutex_);
  while (!lost_ && !Expired()) {
    Fill(frame);
    if (frame.feedback_size() > 0) return true;
    if (exhausted_) return false;
    changed_.wait_for(lock, kLookEvery);
  }
  return false;
}

// What of the window this stream has not sent yet, and after that what the source gives.
void FeedbackSender::Fill(ingest::v1::StreamFeedbackRequest& frame) {
  frame.set_first_sequence(sequence_ + 1);
  while (frame.feedback_size() < kFrame) {
    if (sent_in_stream_ == window_.size()) {
      if (window_.size() >= kWindow) break;
      auto next = Draw();
      if (!next) break;
      window_.push_back(*std::move(next));
    }
    *frame.add_feedback() = window_[sent_in_stream_++];
    ++sequence_;
  }
}

std::optional<FeedbackSender::Feedback> FeedbackSender::Draw() {
  if (exhausted_) return std::nullopt;
  const bool enough = limits_.limit > 0 && report_.sent >= limits_.limit;
  auto next = enough ? std::nullopt : source_();
  if (next) {
    ++report_.sent;
  } else {
    exhausted_ = true;
  }
  return next;
}

void FeedbackSender::Pace() {
  if (limits_.rate <= 0) return;
  std::int64_t sent = 0;
  {
    const std::lock_guard lock(mutex_);
    sent = report_.sent;
  }
  std::this_thread::sleep_until(start_ + std::chrono::milliseconds(sent * 1000 / limits_.rate));
}

void FeedbackSender::ReadAll(Stream& stream) {
  ingest::v1::StreamFeedbackResponse response;
  while (stream.Read(&response)) {
    const std::lock_guard lock(mutex_);
    for (const auto& result : response.results()) Take(result);
    changed_.notify_one();
  }
  const std::lock_guard lock(mutex_);
  lost_ = true;
  changed_.notify_one();
}

// Results come in the order of sending, and so each is of the front of the window.
void FeedbackSender::Take(const ingest::v1::FeedbackResult& result) {
  if (window_.empty() || sent_in_stream_ == 0) return;
  progress_ = true;
  if (result.has_refusal()) {
    ++report_.refused;
  } else {
    ++report_.acknowledged;
    if (result.state() == ingest::v1::FEEDBACK_STATE_DUPLICATE) ++report_.duplicate;
  }
  listener_(window_.front(), result);
  window_.pop_front();
  --sent_in_stream_;
}

}  // namespace recourse::ctl
