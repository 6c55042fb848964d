#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/common/process/readiness.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/backoff.h"
#include "services/common/runtime/consumer_metrics.h"
#include "services/common/runtime/crash.h"
#include "services/common/runtime/hearing.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

struct ConsumerOptions {
  std::string service;
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
  // What becomes of an error that time does not heal.
  std::function<void(const Status&)> crash = [](const Status& status) {
    CrashUnlessHealing(status, "consumer");
  };
};

// From the log to a sink: each record of the partitions that it is given, in order, until the sink
// has taken it. Errors of stores and networks never skip a record: what time heals is tried again,
// the rest ends the process. What it needs to go on after any end is kept by the sink.
//
// One thread polls and handles. Step is for that thread, or for a test without one.
class Consumer {
 public:
  static constexpr int kRecordsPerPoll = Care::kRecords;
  static constexpr std::chrono::milliseconds kPollWait{20};
  // How far before the sink's offset a hole is looked for before it is told.
  static constexpr std::int64_t kLookBackRecords = 10'000;
  static constexpr std::chrono::milliseconds kBackoffMin{100};
  static constexpr std::chrono::milliseconds kBackoffMax{2'000};
  static constexpr std::chrono::milliseconds kLookEvery{5'000};
  // A log or a sink that is away for longer makes the service not ready.
  static constexpr std::chrono::milliseconds kAwayMax{10'000};

  Consumer(LogReaderFactory readers, Sink& sink, AttemptStore& attempts, Readiness& readiness,
           ConsumerOptions options);
  ~Consumer();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  void Start();
  // Ends after the transaction in hand.
  void Stop();

  // One bounded round; returns how long to wait before the next.
  std::chrono::milliseconds Step();
  // Says that everything in hand has ended well; the last call after Steps.
  void End();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  void Run(const std::stop_token& stop);
  Status Round(Instant now);
  StatusOr<std::int64_t> StartOf(const Partition& partition);
  Status Poll();
  void FollowHolding();
  void TellJoined(bool joined);
  void Refuse(const std::map<Partition, Status>& refused);
  void Release(const Partition& partition, const Hearing& hearing);
  Status HandleInbox(const Partition& partition, Hearing& hearing, Instant now);
  Status HandleSome(const Partition& partition, Hearing& hearing);
  Status BeginCare(const Partition& partition, Hearing& hearing);
  Status MarkAlone(const Partition& partition, Hearing& hearing, RawRecord& record);
  Status Unmark(const Partition& partition, Hearing& hearing);
  Status Handle(const Partition& partition, Hearing& hearing, std::vector<RawRecord>& batch);
  StatusOr<Progress> AskSink(const Partition& partition, std::vector<RawRecord>& batch);
  void SeekToSink(const Partition& partition, Hearing& hearing);
  void LookBack(const Partition& partition, Hearing& hearing);
  void Seek(const Partition& partition, Hearing& hearing, std::int64_t offset);
  void NoteHole(const Partition& partition, Hearing& hearing, std::int64_t missing, Instant now);
  void TellHoles(Instant now);
  void TellLost(const Partition& partition, Hearing& hearing);
  void LookAround(Instant now);
  void CheckSink(const Partition& partition, Hearing& hearing);
  std::chrono::milliseconds Failed(Instant now, const Status& status);
  void Succeeded();

  const LogReaderFactory readers_;
  Sink& sink_;
  AttemptStore& attempts_;
  Readiness& readiness_;
  const ConsumerOptions options_;
  std::unique_ptr<LogReader> reader_;
  std::map<Partition, Hearing> hearings_;
  std::map<Partition, Status> refused_;
  Status start_status_;  // of the last question where to begin
  Backoff backoff_;
  std::optional<Instant> failing_since_;
  std::optional<Instant> apart_since_;  // not joined
  Instant look_time_{};
  ConsumerMetrics metrics_;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse
