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

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

struct RelayOptions {
  std::string service;
  std::string owner;   // RECOURSE_INSTANCE: who holds the leases
  int fact_days = 30;  // RECOURSE_FACT_DAYS: how long the outbox keeps what the log has
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

// From the outbox to the log: every row of the partitions that it holds, in order, at least once.
// It is told nothing but what the store keeps, so it may be stopped anywhere and begun again.
//
// Wake and PendingRows are thread-safe; Step is for its own thread, or for a test without one.
class Relay {
 public:
  static constexpr int kRowsPerRead = 1'000;
  static constexpr std::chrono::milliseconds kLease{5'000};
  static constexpr std::chrono::milliseconds kLookEvery{20};
  static constexpr std::chrono::milliseconds kReportsEvery{5};
  static constexpr std::chrono::milliseconds kAcknowledgeEvery{100};
  static constexpr std::chrono::milliseconds kForgetEvery{60'000};
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
  // Outbox rows of the service that the log is not known to have, whoever relays them, as last seen.
  std::int64_t PendingRows() const { return pending_rows_.load(std::memory_order_relaxed); }

  // One bounded round; returns how long nothing will be missed by not calling again.
  std::chrono::milliseconds Step();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  // A partition held. acknowledged <= delivered <= sent <= last, all of them sequences.
  struct Sending {
    std::int64_t term = 0;
    std::int64_t acknowledged = 0;  // as the store has it
    std::int64_t delivered = 0;     // end of the unbroken prefix of good reports
    std::int64_t sent = 0;          // handed to the writer
    std::int64_t last = 0;          // of the outbox, as last seen
    std::set<std::int64_t> beyond{};  // good reports beyond the prefix
    Instant acknowledged_time{};
  };

  void Run(const std::stop_token& stop);
  void Drain();
  Status Renew();
  void Adopt(const Lease& lease);
  Status Look();
  Status SendAll(bool* more);
  Status SendSome(const Partition& partition, Sending& sending, bool* more);
  bool Collect();
  void Note(const Delivery& delivery);
  Status Acknowledge(Instant now, bool at_once);
  void NewWriter();
  bool Outstanding() const;
  void WatchSilence(Instant now);
  std::chrono::milliseconds Failed(const Status& status);

  RelayStore& store_;
  const LogWriterFactory writers_;
  const RelayOptions options_;
  std::unique_ptr<LogWriter> writer_;
  std::map<Partition, Sending> sendings_;
  std::chrono::milliseconds backoff_{0};
  Instant renew_time_{};
  Instant forget_time_{};
  Instant report_time_{};
  bool silent_ = false;
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
