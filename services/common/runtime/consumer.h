#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/process/readiness.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/hearing.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// Ends the process at once with status 70, so that its supervisor starts it again.
[[noreturn]] void EndProcess(const Status& status);

struct ConsumerOptions {
  std::string service;
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
  std::function<void(const Status&)> end_process = EndProcess;
};

// From the log to a sink: each record of the partitions that it is given, in order, until the sink
// has taken it. Errors of stores and networks never skip a record: what time heals is tried again,
// the rest ends the process.
//
// One thread polls and handles. Step is for that thread, or for a test without one.
class Consumer {
 public:
  static constexpr int kRecordsPerPoll = 512;
  static constexpr std::chrono::milliseconds kPollWait{20};
  static constexpr std::chrono::milliseconds kBackoffMin{100};
  static constexpr std::chrono::milliseconds kBackoffMax{2'000};
  // A sink that fails for longer makes the service not ready.
  static constexpr std::chrono::milliseconds kFailingMax{5'000};
  static constexpr std::chrono::milliseconds kLookEvery{5'000};

  Consumer(LogReaderFactory readers, Sink& sink, AttemptStore& attempts, Readiness& readiness,
           ConsumerOptions options);
  ~Consumer();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  void Start();
  // Ends after the batch in hand.
  void Stop();

  // One bounded round; returns how long to wait before the next.
  std::chrono::milliseconds Step();
  // Everything in hand has ended well: what Stop does last.
  void End();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  void Run(const std::stop_token& stop);
  StatusOr<std::int64_t> StartOf(const Partition& partition);
  Status Poll();
  void FollowHolding();
  Hearing& HearingOf(const Partition& partition);
  Status HandleAll();
  void LookAround(Instant now);
  std::chrono::milliseconds Failed(const Status& status);
  void Succeeded();

  const LogReaderFactory readers_;
  Sink& sink_;
  AttemptStore& attempts_;
  Readiness& readiness_;
  const ConsumerOptions options_;
  std::unique_ptr<LogReader> reader_;
  std::map<Partition, Hearing> hearings_;
  std::map<Partition, Status> refused_;
  std::chrono::milliseconds backoff_{0};
  Instant failing_since_{};
  Instant look_time_{};
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse
