#pragma once

#include <map>
#include <optional>

#include "services/common/runtime/log_ports.h"

namespace recourse::kpi {

// A sink that is told where the log ends, so that it can say how old what it holds is. For the
// consumer's thread, as every sink.
class WatchedSink : public Sink {
 public:
  // The reader that is in use now, null when none is: it knows how far the log goes.
  virtual void Hear(LogReader* reader) = 0;
  // Partitions of which the store has gone back since this was asked before, and the offset from
  // which to read again. Until it is asked nothing of them is counted.
  virtual std::map<Partition, std::int64_t> TakeWentBack() = 0;
  // Where the store stood when it was asked last.
  virtual std::optional<Position> Known(const Partition& partition) const = 0;
  // Nothing up to and with `offset` is left to be counted: repeats of what was counted, for which
  // no batch moves the offset.
  virtual Status MoveOffset(const Partition& partition, std::int64_t offset) = 0;
  // Notes that the log held nothing beyond `end` at `time`, if all before it is counted; false if
  // it is not yet.
  virtual StatusOr<bool> NoteEnd(const Partition& partition, std::int64_t end, Timestamp time) = 0;
  // Notes which partitions are read. Each process is given the same numbers of both topics: where
  // routing's are held and none of followup's, there is no such topic in the log.
  virtual void NoteHolding(const Holding& holding) = 0;
  // What was counted belongs to a time line that a restore undid, and cannot be told apart from the
  // rest: all is counted again. False where the log does not allow that.
  virtual StatusOr<bool> LeaveLostLine(const Partition& partition) = 0;
};

}  // namespace recourse::kpi
