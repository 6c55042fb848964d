#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/handler.h"
#include "services/common/trace/attributes.h"
#include "services/common/trace/span.h"

namespace recourse {

struct CommandLimits {
  std::size_t queued = 8192;  // beyond this a command is refused, not kept waiting unseen
  std::size_t batch = 512;    // that share one commit
  std::size_t threads = 2;    // so that one batch is decided while another is being made durable
};

// Commands into the handler: those that arrive while a commit is under way share the next one.
// Nothing waits for company: a command alone is carried out at once. Thread-safe.
template <Decider D>
class Commands {
 public:
  // OK with the answer or the refusal; UNAVAILABLE when the outcome is not known: the same command
  // is safe to repeat.
  using Done = std::function<void(StatusOr<Answered<D>>)>;

  Commands(Handler<D>& handler, const std::string& service, CommandLimits limits = {})
      : handler_(handler),
        limits_(limits),
        batch_size_("recourse_commands_batch_size", "Commands that shared a commit.",
                    {{"service", service}}, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}) {
    for (std::size_t i = 0; i < limits_.threads; ++i) {
      workers_.emplace_back("commands", [this](const std::stop_token&) { Run(); });
    }
  }

  // Carries out what is queued, then ends.
  ~Commands() { Stop(); }

  // RESOURCE_EXHAUSTED when the queue is full, UNAVAILABLE when stopping; `done` is then not
  // called. Otherwise it is called once, from another thread.
  Status Submit(Command<D> command, Done done) {
    trace::Span span = trace::Start(trace::SpanKind::kClient, "commit", "", trace::Current());
    command.span = span.context();
    const std::lock_guard lock(mutex_);
    if (stopping_) return absl::UnavailableError("stopping: try again");
    if (queue_.size() >= limits_.queued) {
      span.Fail("queue_full");
      return absl::ResourceExhaustedError("too much at once: slow down and try again");
    }
    queue_.push_back({std::move(command), std::move(done), std::move(span)});
    changed_.notify_one();
    return absl::OkStatus();
  }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (Worker& worker : workers_) worker.Join();
  }

 private:
  struct Waiting {
    Command<D> command;
    Done done;
    trace::Span span;
  };
  static constexpr int kTries = 3;

  void Run() {
    while (true) {
      auto batch = Take();
      if (batch.empty()) return;
      batch_size_.Observe(static_cast<double>(batch.size()));
      Carry(batch);
    }
  }

  std::vector<Waiting> Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    std::vector<Waiting> batch;
    const std::size_t count = std::min(queue_.size(), limits_.batch);
    for (std::size_t i = 0; i < count; ++i) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    if (!queue_.empty()) changed_.notify_one();
    return batch;
  }

  // A batch that the store refuses for its content is done again one by one, so that one command
  // spoils no other.
  void Carry(std::vector<Waiting>& batch) {
    std::vector<Command<D>> commands;
    commands.reserve(batch.size());
    for (Waiting& waiting : batch) commands.push_back(std::move(waiting.command));
    auto answers = Try(commands);
    if (!answers.ok() && absl::IsInvalidArgument(answers.status()) && batch.size() > 1) {
      for (std::size_t i = 0; i < batch.size(); ++i) CarryAlone(commands[i], batch[i]);
      return;
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      EndSpan(batch[i].span, batch.size(), answers.status());
      batch[i].done(answers.ok() ? StatusOr<Answered<D>>(std::move((*answers)[i]))
                                 : StatusOr<Answered<D>>(answers.status()));
    }
  }

  void CarryAlone(const Command<D>& command, Waiting& waiting) {
    auto answers = Try({command});
    EndSpan(waiting.span, 1, answers.status());
    waiting.done(answers.ok() ? StatusOr<Answered<D>>(std::move(answers->front()))
                              : StatusOr<Answered<D>>(answers.status()));
  }

  // Before the answer, which the caller's own span ends with.
  static void EndSpan(trace::Span& span, std::size_t batch, const Status& status) {
    if (!span.recording()) return;
    span.Set(trace::kDbSystemName, "postgresql");
    span.Set(trace::kDbOperationName, "COMMIT");
    span.Set(trace::kDbOperationBatchSize, static_cast<std::int64_t>(batch));
    if (!status.ok()) span.Fail(absl::StatusCodeToString(status.code()));
    span.End();
  }

  // What time alone heals (a deadlock, a server that starts) is tried again at once, a few times.
  StatusOr<std::vector<Answered<D>>> Try(const std::vector<Command<D>>& commands) {
    auto answers = handler_.Execute(commands);
    for (int i = 1; i < kTries && !answers.ok(); ++i) {
      if (!absl::IsAborted(answers.status()) && !absl::IsUnavailable(answers.status())) break;
      answers = handler_.Execute(commands);
    }
    return answers;
  }

  Handler<D>& handler_;
  const CommandLimits limits_;
  Histogram batch_size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::deque<Waiting> queue_;
  std::vector<Worker> workers_;  // last: they use all of the above
};

}  // namespace recourse
