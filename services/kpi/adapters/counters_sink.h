#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "services/common/process/metrics.h"
#include "services/common/redis/counting.h"
#include "services/common/runtime/log_ports.h"
#include "services/kpi/adapters/tally.h"

namespace recourse::kpi {

// The consumer's way into the counters: each batch becomes one call that counts it and moves the
// position, and that changes nothing unless the store stands where this thinks it stands.
//
// The store may lose its memory at any time. Where it has gone back, a batch does not follow, and
// the consumer reads again from where the store stands. Where nothing is left, counting begins anew
// if the log still has all from its first record; until that is counted the figures are marked as
// rebuilding. Not thread-safe: for the consumer's thread.
class CountersSink final : public Sink {
 public:
  explicit CountersSink(Counting& counting);

  // The reader that is in use now, null when none is: it knows how far the log goes.
  void Hear(LogReader* reader) { reader_ = reader; }

  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override;
  // Begins to count a partition that has no position, if the log allows it.
  StatusOr<Position> PositionOf(const Partition& partition) override;

  // Partitions of which the store has gone back since this was asked before, and the offset from
  // which to read again. Until it is asked nothing of them is counted.
  std::map<Partition, std::int64_t> TakeWentBack();
  // Where the store stood when it was asked last.
  std::optional<Position> Known(const Partition& partition) const;
  // Nothing up to and with `offset` is left to be counted: repeats of what was counted, for which
  // no batch moves the offset.
  Status MoveOffset(const Partition& partition, std::int64_t offset);
  // Notes that the log held nothing beyond `end` at `time`, if all before it is counted; false if
  // it is not yet.
  StatusOr<bool> NoteEnd(const Partition& partition, std::int64_t end, Timestamp time);
  // Notes which partitions are read. Each process is given the same numbers of both topics: where
  // routing's are held and none of followup's, there is no such topic in the log.
  void NoteHolding(const Holding& holding);
  // Whether followup never made its topic, as far as this process knows. Thread-safe.
  bool LoopTopicAbsent() const { return loop_topic_absent_; }
  // What was counted belongs to a time line that a restore undid, and cannot be told apart from the
  // rest: all is counted again. False where the log does not allow that.
  StatusOr<bool> LeaveLostLine(const Partition& partition);

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
  StatusOr<std::optional<Position>> BeginAnew(const Partition& partition,
                                              const std::optional<Position>& expected);
  void Report(const Partition& partition, const Tally& tally);

  Counting& counting_;
  LogReader* reader_ = nullptr;
  std::map<Partition, Standing> standings_;
  std::set<Partition> went_back_;
  std::set<Partition> refused_;  // cannot begin, and the log on stderr says so
  std::atomic<bool> loop_topic_absent_{false};
  Counter records_counted_;
};

}  // namespace recourse::kpi
