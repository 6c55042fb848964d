#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "services/common/grpc/admission.h"

namespace recourse {

// What one reader of a stream may be behind before its service is told.
inline constexpr std::size_t kMaxStreamBacklog = 1024;
// A write that takes longer has lost its reader, even where gRPC has not noticed (grpc #41492).
inline constexpr std::chrono::seconds kMaxWriteTime{30};

// The sending side of a server stream: messages from any thread, one write at a time, a bounded
// queue, so that a slow reader costs this much memory and harms nobody. The service keeps the
// shared_ptr as long as it likes; gRPC keeps the stream alive as long as it uses it. Thread-safe.
//
//   return calls_.ServerStream<WatchTicketsResponse>(context, request,
//       [&](const Call& call, const WatchTicketsRequest&) {
//         auto stream = WriteStream<WatchTicketsResponse>::Make(*context, call);
//         watchers_.Add(stream);
//         return stream.get();
//       });
template <typename Response>
class WriteStream final : public grpc::ServerWriteReactor<Response> {
 public:
  static std::shared_ptr<WriteStream> Make(grpc::CallbackServerContext& context, Call call,
                                           std::size_t backlog = kMaxStreamBacklog) {
    std::shared_ptr<WriteStream> stream(new WriteStream(context, std::move(call), backlog));
    stream->self_ = stream;
    return stream;
  }

  const Call& call() const { return call_; }

  // False when the queue is full or the stream is over: the message was not taken.
  [[nodiscard]] bool Push(Response message) {
    std::unique_lock lock(mutex_);
    if (over_ || queue_.size() >= backlog_) {
      CancelIfStuck();
      return false;
    }
    queue_.push_back(std::move(message));
    Advance(std::move(lock));
    return true;
  }

  // Forgets what waits and takes this instead: the reader fell behind and is told so.
  void Resync(Response message) {
    std::unique_lock lock(mutex_);
    if (over_) {
      return;
    }
    CancelIfStuck();
    queue_.clear();
    queue_.push_back(std::move(message));
    Advance(std::move(lock));
  }

  // Ends the stream with this status once what waits is written. Later calls do nothing.
  void Close(grpc::Status status) {
    std::unique_lock lock(mutex_);
    if (over_) {
      return;
    }
    over_ = true;
    ending_ = std::move(status);
    Advance(std::move(lock));
  }

  // Closed, or the reader has gone.
  bool Over() const {
    std::lock_guard lock(mutex_);
    return over_;
  }

  std::size_t Waiting() const {
    std::lock_guard lock(mutex_);
    return queue_.size();
  }

  // Ends the stream if a write has lasted longer than kMaxWriteTime. Push and Resync look too: this
  // is for streams to which nothing is pushed.
  void EndIfStuck() {
    std::lock_guard lock(mutex_);
    CancelIfStuck();
  }

 private:
  WriteStream(grpc::CallbackServerContext& context, Call call, std::size_t backlog)
      : context_(&context), call_(std::move(call)), backlog_(backlog) {}

  // Begins the next write, or the end when nothing waits. gRPC is called with the lock released;
  // `writing_` and `finished_` keep a second thread out.
  void Advance(std::unique_lock<std::mutex> lock) {
    if (writing_ || finished_) {
      return;
    }
    if (!queue_.empty()) {
      writing_ = true;
      write_start_ = std::chrono::steady_clock::now();
      current_ = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      this->StartWrite(&current_);
    } else if (ending_) {
      finished_ = true;
      const grpc::Status status = *ending_;
      lock.unlock();
      call_.meter->Finished(status.error_code());
      this->Finish(status);
    }
  }

  void CancelIfStuck() {
    if (writing_ && std::chrono::steady_clock::now() - write_start_ > kMaxWriteTime) {
      context_->TryCancel();
    }
  }

  void OnWriteDone(bool ok) override {
    std::unique_lock lock(mutex_);
    writing_ = false;
    if (!ok) {
      GiveUp();
    }
    Advance(std::move(lock));
  }

  void OnCancel() override {
    std::unique_lock lock(mutex_);
    GiveUp();
    Advance(std::move(lock));
  }

  void GiveUp() {
    over_ = true;
    queue_.clear();
    if (!ending_) {
      ending_ = grpc::Status::CANCELLED;
    }
  }

  void OnDone() override {
    const auto last = std::move(self_);  // may be the end of this object, so nothing follows
  }

  grpc::CallbackServerContext* const context_;  // valid until OnDone
  const Call call_;
  const std::size_t backlog_;
  mutable std::mutex mutex_;
  std::deque<Response> queue_;
  Response current_;
  std::chrono::steady_clock::time_point write_start_;
  std::optional<grpc::Status> ending_;
  bool writing_ = false;
  bool over_ = false;
  bool finished_ = false;
  std::shared_ptr<WriteStream> self_;
};

}  // namespace recourse
