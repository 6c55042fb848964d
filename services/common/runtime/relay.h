#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/backoff.h"
#include "services/common/runtime/crash.h"
#include "services/common/runtime/log_ports.h"
#include "services/common/runtime/record_spans.h"

namespace recourse {

struct RelayOptions {
  std::string service;
  std::string owner;   // RECOURSE_INSTANCE: who holds the leases
  int fact_days = 30;  // RECOURSE_FACT_DAYS: how long the outbox keeps what the log has
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
  // What becomes of an error of the store that time does not heal.
  std::function<void(const Status&)> crash = [](const Status& status) {
    CrashUnlessHealing(status, "relay");
  };
};

// From the outbox to the log: every row of the partitions that it holds, in order, at least once.
// It knows nothing but what the store keeps, so it may be stopped anywhere and begun again. The log
// may be away for as long as it likes: rows wait in the outbox.
//
// Wake and PendingRows are thread-safe; Step is for its own thread, or for a test without one.
class Relay {
 public:
  static constexpr int kRowsPerRead = 1'000;
  static constexpr std::chrono::milliseconds kLease{5'000};
  static constexpr std::chrono::milliseconds kLookEvery{20};
  // Commits that come thick share a look: the next begins no sooner than this after the last ended,
  // nor than that one took, so that a busy store is not kept busy by being looked at.
  static constexpr std::chrono::milliseconds kLookApart{4};
  static constexpr std::chrono::milliseconds kReportsEvery{5};
  static constexpr std::chrono::milliseconds kSoonFor{1'000};  // then reports are not near
  static constexpr std::chrono::milliseconds kAcknowledgeEvery{250};
  static constexpr std::chrono::milliseconds kForgetEvery{60'000};
  // A writer that says nothing for longer is given up: librdkafka 2.0.2 may wait for one broker.
  static constexpr std::chrono::milliseconds kSilenceMax{60'000};
  static constexpr std::chrono::milliseconds kDrainMax{3'000};
  static constexpr std::chrono::milliseconds kBackoffMin{100};
  static constexpr std::chrono::milliseconds kBackoffMax{2'000};

  Relay(RelayStore& store, LogWriterFactory writers, RelayOptions options);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void Start();
  // Waits, at most kDrainMax, for what was sent to be acknowledged. What is not is sent again by
  // whoever comes next.
  void Stop();
  // Something was committed: look now.
  void Wake();
  // Outbox rows of the service that the log is not known to have, whoever relays them, as last
  // seen.
  std::int64_t PendingRows() const { return pending_rows_.load(std::memory_order_relaxed); }

  // One bounded round; returns for how long nothing is missed by waiting.
  std::chrono::milliseconds Step();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  // A partition held: acknowledged <= delivered <= sent <= last, all of them sequences.
  struct Sending {
    std::int64_t term = 0;
    std::int64_t acknowledged = 0;    // as the store has it
    std::int64_t delivered = 0;       // end of the unbroken prefix of good reports
    std::int64_t sent = 0;            // handed to the writer
    std::int64_t last = 0;            // of the outbox, as last seen
    std::set<std::int64_t> beyond{};  // good reports beyond the prefix
    Instant acknowledged_time{};
  };

  void Run(const std::stop_token& stop);
  void Drain();
  Status Round(Instant now, bool* more);
  Status Renew(Instant now);
  void Adopt(const Lease& lease);
  Status Look();
  void Collect(Instant now);
  void Note(const Delivery& delivery);
  Status SendAll(Instant now, bool* more);
  Status SendRows(const Partition& partition, std::vector<Outgoing>& rows, Sending& sending);
  static bool Follows(const Partition& partition, Sending& sending, std::int64_t sequence);
  Status Acknowledge(Instant now, bool at_once);
  Status Forget(Instant now);
  void WatchSilence(Instant now);
  bool Outstanding() const;
  // Gives the writer up, and with it every report that it still owes.
  void DropWriter();
  void LogFailed(Instant now, const Status& status);
  void Postpone(const std::string& topic, Instant now, const Status& status);

  RelayStore& store_;
  const LogWriterFactory writers_;
  const RelayOptions options_;
  std::unique_ptr<LogWriter> writer_;
  std::map<Partition, Sending> sendings_;
  SendSpans spans_;
  Backoff store_backoff_;
  Backoff log_backoff_;
  std::set<Partition> known_;                 // ever seen in the outbox
  std::map<std::string, Instant> send_time_;  // of a topic: not before
  bool full_ = false;                         // the writer takes no more for now
  Instant renew_time_{};
  Instant forget_time_{};
  Instant report_time_{};  // of the last good one, or of the first send since all were in
  std::atomic<std::int64_t> pending_rows_{0};
  Gauge pending_gauge_;
  Counter sent_counter_;
  Counter restarts_counter_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool wake_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse
