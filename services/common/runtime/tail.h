#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// The last sequence of each partition that a snapshot contains; 0 where it has none.
using Heads = std::map<Partition, std::int64_t>;

// Whether a record happened after the snapshot with those heads.
bool IsAfter(const Heads& heads, const RawRecord& record);

// One reader of a Tail, with a queue of its own. Thread-safe.
class Subscription {
 public:
  // Records that wait for one reader; one that falls further behind is told to begin again.
  static constexpr std::size_t kQueueMax = 10'000;

  using Records = std::vector<std::shared_ptr<const RawRecord>>;
  struct Taken {
    // Records were lost to this reader: take a new snapshot, say StartAfter, and go on. What was
    // queued until now is dropped, for the snapshot has it.
    bool resync = false;
    Records records{};
  };

  // The snapshot is taken: from now on only what happened after it is given.
  void StartAfter(Heads heads);
  // At most `max` records, in order within a partition.
  Taken Take(std::size_t max);

 private:
  friend class Tail;
  explicit Subscription(std::function<void()> wake) : wake_(std::move(wake)) {}
  void Offer(const Records& records);
  void Resync();

  const std::function<void()> wake_;
  std::mutex mutex_;
  Heads heads_;
  std::deque<std::shared_ptr<const RawRecord>> queue_;
  bool resync_ = false;
};

struct TailOptions {
  std::string service;
  std::string topic;
};

// The records of one topic to many readers, from now on: nothing is stored and nothing committed.
// Subscribe first, take the snapshot after that, then StartAfter its heads: so nothing is missed
// between the two. A slow reader harms nobody.
class Tail {
 public:
  static constexpr int kRecordsPerPoll = 512;
  static constexpr std::chrono::milliseconds kPollWait{50};
  static constexpr std::chrono::milliseconds kBackoff{500};
  static constexpr std::size_t kSubscriptionsMax = 10'000;

  Tail(LogTailFactory readers, TailOptions options);
  ~Tail();
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;

  void Start();
  void Stop();
  // Whether every partition is being read: before that a subscription would miss records.
  bool Ready() const { return ready_.load(std::memory_order_acquire); }
  // `wake` is called whenever there is something to take where there was nothing, by the tail's
  // thread: it must be quick and must not take. It may be called once more while the subscription
  // is being let go of, which ends it: so it owns, or watches, what it touches. Null when there are
  // too many, or the tail is not Ready.
  std::shared_ptr<Subscription> Subscribe(std::function<void()> wake);

  // One bounded round; returns how long to wait before the next. For its thread, or for a test.
  std::chrono::milliseconds Step();

 private:
  void Run(const std::stop_token& stop);
  void Failed(const Status& status);
  // False for what was seen before. `hole` is set if something between was not.
  bool IsNew(const RawRecord& record, bool* hole);
  std::vector<std::shared_ptr<Subscription>> Subscriptions();
  void ResyncAll(const char* why);

  const LogTailFactory readers_;
  const TailOptions options_;
  std::unique_ptr<LogReader> reader_;
  std::map<Partition, Place> seen_;
  std::atomic<bool> ready_{false};
  std::mutex mutex_;
  std::vector<std::weak_ptr<Subscription>> subscriptions_;
  Gauge subscriptions_gauge_;
  Counter resyncs_counter_;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse
