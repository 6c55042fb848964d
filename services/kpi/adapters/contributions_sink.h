#pragma once

#include <map>

#include "services/common/process/metrics.h"
#include "services/kpi/adapters/contribution_store.h"
#include "services/kpi/adapters/watched_sink.h"

namespace recourse::kpi {

// The second consumer's way: what each record adds to the counts, by whom, into PostgreSQL. It has
// its own position, and goes on while Redis is away, as the counters go on without it. Not
// thread-safe: for its consumer's thread.
class ContributionsSink final : public WatchedSink {
 public:
  explicit ContributionsSink(ContributionStore& store);

  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override;
  StatusOr<Position> PositionOf(const Partition& partition) override;

  void Hear(LogReader* reader) override { reader_ = reader; }
  // PostgreSQL forgets nothing that it has said to keep.
  std::map<Partition, std::int64_t> TakeWentBack() override { return {}; }
  std::optional<Position> Known(const Partition& partition) const override;
  Status MoveOffset(const Partition& partition, std::int64_t offset) override;
  // Written down for several partitions together, each kWriteNotesEvery.
  StatusOr<bool> NoteEnd(const Partition& partition, std::int64_t end, Timestamp time) override;
  void NoteHolding(const Holding& holding) override;
  StatusOr<bool> LeaveLostLine(const Partition& partition) override;

  static constexpr std::chrono::milliseconds kWriteNotesEvery{2'000};

 private:
  Status WriteNotes(Timestamp now);

  ContributionStore& store_;
  LogReader* reader_ = nullptr;
  std::map<Partition, Position> known_;
  std::map<Partition, Timestamp> notes_;  // not written yet
  Timestamp written_{};
  Counter records_listed_;
};

}  // namespace recourse::kpi
