#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "services/common/process/metrics.h"
#include "services/common/redis/counting.h"
#include "services/common/runtime/log_ports.h"
#include "services/kpi/adapters/counter_copy.h"
#include "services/kpi/adapters/tally.h"
#include "services/kpi/adapters/watched_sink.h"

namespace recourse::kpi {

// The consumer's way into the counters: each batch becomes one call that counts it and moves the
// position, and that changes nothing unless the store stands where this thinks it stands.
//
// The store may lose its memory at any time. Where it has gone back, a batch does not follow, and
// the consumer reads again from where the store stands. Where nothing is left, the last copy is put
// back and the log is read from there; without one, counting begins anew if the log still has all
// from its first record. Until that is counted the figures are marked as rebuilding. Not
// thread-safe: for the consumer's thread.
class CountersSink final : public WatchedSink {
 public:
  // `copies` are what the counters are made of again where the store has lost its memory; null
  // where there are none.
  explicit CountersSink(Counting& counting, CopySource* copies = nullptr);

  void Hear(LogReader* reader) override { reader_ = reader; }

  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override;
  // Begins to count a partition that has no position, if the log allows it.
  StatusOr<Position> PositionOf(const Partition& partition) override;

  std::map<Partition, std::int64_t> TakeWentBack() override;
  std::optional<Position> Known(const Partition& partition) const override;
  Status MoveOffset(const Partition& partition, std::int64_t offset) override;
  StatusOr<bool> NoteEnd(const Partition& partition, std::int64_t end, Timestamp time) override;
  void NoteHolding(const Holding& holding) override;
  StatusOr<bool> LeaveLostLine(const Partition& partition) override;
  // Whether followup never made its topic, as far as this process knows. Thread-safe.
  bool LoopTopicAbsent() const { return loop_topic_absent_; }

 private:
  // What the sink knows of a partition.
  struct Standing {
    Position position;   // of the store, when it was asked last
    bool fresh = false;  // nothing has happened since that would make one ask again
  };

  StatusOr<std::optional<Progress>> Try(const Partition& partition,
                                        const std::vector<RawRecord>& batch);
  StatusOr<std::optional<Progress>> Write(const Partition& partition, const Tally& tally);
  StatusOr<Position> Stand(const Partition& partition);
  StatusOr<std::optional<Position>> Recover(const Partition& partition);
  StatusOr<std::optional<Position>> PutBack(const Partition& partition, const CounterCopy& copy,
                                            std::int64_t log_end);
  StatusOr<std::optional<Position>> BeginAnew(const Partition& partition,
                                              const std::optional<Position>& expected);
  void Report(const Partition& partition, const Tally& tally);

  Counting& counting_;
  CopySource* const copies_;
  LogReader* reader_ = nullptr;
  std::map<Partition, Standing> standings_;
  std::set<Partition> went_back_;
  std::set<Partition> refused_;  // cannot begin, and the log on stderr says so
  std::atomic<bool> loop_topic_absent_{false};
  Counter records_counted_;
};

}  // namespace recourse::kpi
