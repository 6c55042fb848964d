#pragma once

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
// The store may lose its memory at any time. Where it has gone back, the answer to a batch is that
// something before it is missing, and the consumer reads again from where the store stands. Where
// nothing is left, counting begins anew if the log still has all from its first record; until then
// the figures are marked as rebuilding. Not thread-safe: for the consumer's thread.
class CountersSink final : public Sink {
 public:
  explicit CountersSink(Counting& counting);

  // The reader that is in use now, null when none is: it knows how far the log goes.
  void Hear(LogReader* reader) { reader_ = reader; }

  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override;
  // Begins to count a partition that has no position, if the log allows it.
  StatusOr<Position> PositionOf(const Partition& partition) override;

  // Where the store stands when that is before what was said of it last: the consumer has to read
  // again from there. Nothing when it has lost nothing.
  StatusOr<std::optional<Position>> Rewound(const Partition& partition);

  // Notes that the log held nothing beyond `end` at `time`, if all before it is counted; false if it
  // is not yet.
  StatusOr<bool> NoteEnd(const Partition& partition, std::int64_t end, Timestamp time);

 private:
  // What the sink knows of a partition.
  struct Standing {
    Position told;       // as the consumer was told last
    bool fresh = false;  // the store stood there when it was asked last
  };

  StatusOr<std::optional<Progress>> Try(const Partition& partition,
                                        const std::vector<RawRecord>& batch);
  StatusOr<std::optional<Progress>> Write(const Partition& partition, const Tally& tally);
  StatusOr<Position> Stand(const Partition& partition);
  StatusOr<std::optional<Position>> BeginAnew(const Partition& partition,
                                              const std::optional<Position>& expected);
  StatusOr<Progress> LeaveLostLine(const Partition& partition, const Tally& tally);
  void Report(const Partition& partition, const Tally& tally);

  Counting& counting_;
  LogReader* reader_ = nullptr;
  std::map<Partition, Standing> standings_;
  std::set<Partition> refused_;  // cannot begin, and the log on stderr says so
  Counter records_counted_;
};

}  // namespace recourse::kpi
