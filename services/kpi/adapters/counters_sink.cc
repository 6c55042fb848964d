#include "services/kpi/adapters/counters_sink.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {
namespace {

// Each try but the last found the store elsewhere than thought; more means two owners at odds.
constexpr int kTriesMax = 4;

bool IsBefore(const Position& one, const Position& other) {
  if (one.sequence != other.sequence) return one.sequence < other.sequence;
  return one.epoch < other.epoch || one.offset < other.offset;
}

}  // namespace

CountersSink::CountersSink(Counting& counting, CopySource* copies)
    : counting_(counting),
      copies_(copies),
      records_counted_("recourse_kpi_records_counted_total", "Facts counted into Redis.") {}

StatusOr<Progress> CountersSink::Handle(const Partition& partition,
                                        const std::vector<RawRecord>& batch) {
  for (int i = 0; i < kTriesMax; ++i) {
    auto progress = Try(partition, batch);
    if (!progress.ok()) {
      standings_[partition].fresh = false;
      return progress.status();
    }
    if (*progress) return **std::move(progress);
  }
  return absl::AbortedError("another process counts " + ToString(partition) +
                            " at the same time; trying again");
}

StatusOr<Position> CountersSink::PositionOf(const Partition& partition) {
  standings_[partition].fresh = false;
  return Stand(partition);
}

std::optional<Position> CountersSink::Known(const Partition& partition) const {
  const auto known = standings_.find(partition);
  if (known == standings_.end() || !known->second.fresh) return std::nullopt;
  return known->second.position;
}

std::map<Partition, std::int64_t> CountersSink::TakeWentBack() {
  std::map<Partition, std::int64_t> taken;
  for (const Partition& partition : went_back_) {
    if (const auto at = Known(partition)) taken.emplace(partition, at->offset + 1);
  }
  for (const auto& [partition, offset] : taken) went_back_.erase(partition);
  return taken;
}

Status CountersSink::MoveOffset(const Partition& partition, std::int64_t offset) {
  const auto from = Known(partition);
  if (!from || from->offset >= offset) return absl::OkStatus();
  const Position to{from->epoch, from->sequence, offset};
  const auto answer = counting_.Apply(SpaceOf(partition), {*from, to, {}, {}});
  const bool moved = answer.ok() && answer->outcome == CountingOutcome::kDone;
  standings_[partition] = {moved ? to : *from, moved};
  return answer.status();
}

StatusOr<bool> CountersSink::NoteEnd(const Partition& partition, std::int64_t end, Timestamp time) {
  const auto at = Known(partition);
  if (!at || at->offset + 1 < end) return false;
  const auto answer = counting_.CaughtUp(SpaceOf(partition), *at, time);
  if (!answer.ok()) return answer.status();
  if (answer->outcome != CountingOutcome::kDone) standings_[partition].fresh = false;
  return answer->outcome == CountingOutcome::kDone;
}

void CountersSink::NoteHolding(const Holding& holding) {
  const auto held = [&](const char* topic) {
    return std::any_of(holding.partitions.begin(), holding.partitions.end(),
                       [&](const Partition& partition) { return partition.topic == topic; });
  };
  loop_topic_absent_ = held(kTicketTopic) && !held(kLoopTopic);
}

StatusOr<bool> CountersSink::LeaveLostLine(const Partition& partition) {
  const auto from = Stand(partition);
  if (!from.ok()) return from.status();
  standings_[partition].fresh = false;
  const auto begun = BeginAnew(partition, *from);
  if (!begun.ok()) return begun.status();
  if (*begun) standings_[partition] = {**begun, true};
  return begun->has_value();
}

// Nothing when the store turned out to stand elsewhere: then it is asked where, the next time.
StatusOr<std::optional<Progress>> CountersSink::Try(const Partition& partition,
                                                    const std::vector<RawRecord>& batch) {
  const bool remembered = standings_[partition].fresh;
  const auto from = Stand(partition);
  if (!from.ok()) return from.status();
  if (went_back_.contains(partition)) {
    return std::optional<Progress>({*from, from->sequence + 1, false});
  }
  Tally tally(*from);
  for (const RawRecord& record : batch) tally.Add(record);
  if (tally.Moved()) return Write(partition, tally);
  if (remembered) {  // that nothing follows may be because the store no longer stands there
    standings_[partition].fresh = false;
    return std::optional<Progress>();
  }
  return std::optional<Progress>({*from, tally.missing(), tally.lost_time_line()});
}

StatusOr<std::optional<Progress>> CountersSink::Write(const Partition& partition,
                                                      const Tally& tally) {
  const auto answer = counting_.Apply(SpaceOf(partition), BatchOf(tally));
  if (!answer.ok()) return answer.status();
  Standing& standing = standings_[partition];
  if (answer->outcome != CountingOutcome::kDone) {
    standing.fresh = false;
    return std::optional<Progress>();
  }
  standing = {tally.position(), true};
  Report(partition, tally);
  return std::optional<Progress>({tally.position(), tally.missing(), tally.lost_time_line()});
}

// The store's position, asked for unless it is known.
StatusOr<Position> CountersSink::Stand(const Partition& partition) {
  Standing& standing = standings_[partition];
  if (standing.fresh) return standing.position;
  const auto state = counting_.Read(SpaceOf(partition), {});
  if (!state.ok()) return state.status();
  std::optional<Position> position;
  if (state->counted) {
    position = state->counted->position;
  } else {
    auto begun = Recover(partition);
    if (!begun.ok()) return begun.status();
    position = *begun;
  }
  const Position before = std::exchange(standing.position, position.value_or(Position{}));
  standing.fresh = position.has_value();
  if (IsBefore(standing.position, before)) {
    went_back_.insert(partition);
    Log(LogLevel::kWarning, "the counters have lost what was counted last; reading it again",
        {{"partition", ToString(partition)},
         {"lost_sequence", before.sequence},
         {"kept_sequence", standing.position.sequence}});
  }
  return standing.position;
}

// From nothing: the last copy and the log after it, or else the log alone.
StatusOr<std::optional<Position>> CountersSink::Recover(const Partition& partition) {
  if (copies_ == nullptr || reader_ == nullptr) return BeginAnew(partition, std::nullopt);
  const auto bounds = reader_->Bounds(partition);
  if (!bounds.ok()) return bounds.status();
  const auto copy = copies_->Newest(partition);
  if (!copy.ok()) return copy.status();
  if (!*copy) return BeginAnew(partition, std::nullopt);
  if ((*copy)->counted.position.offset + 1 < bounds->first) {
    Log(LogLevel::kWarning, "the log no longer reaches back to the last copy of the counters",
        {{"partition", ToString(partition)},
         {"copied_offset", (*copy)->counted.position.offset},
         {"first_offset", bounds->first}});
    return BeginAnew(partition, std::nullopt);
  }
  return PutBack(partition, **copy, bounds->second);
}

StatusOr<std::optional<Position>> CountersSink::PutBack(const Partition& partition,
                                                        const CounterCopy& copy,
                                                        std::int64_t log_end) {
  CountedPosition counted = copy.counted;
  counted.rebuild_to = log_end;
  const auto answer = counting_.Restore(SpaceOf(partition), std::nullopt, counted, BucketsOf(copy));
  if (!answer.ok()) return answer.status();
  if (answer->outcome == CountingOutcome::kDone) {
    Log(LogLevel::kInfo, "the counters are put back as they were copied, and counting goes on",
        {{"partition", ToString(partition)},
         {"sequence", counted.position.sequence},
         {"rebuild_to", log_end}});
  }
  return answer->position;
}

// Only what the log has from its first record can be counted from nothing. Otherwise the partition
// stays without a position, and the reader refuses to start where there is nothing, and says so.
StatusOr<std::optional<Position>> CountersSink::BeginAnew(const Partition& partition,
                                                          const std::optional<Position>& expected) {
  if (reader_ == nullptr) {
    return absl::UnavailableError(std::string("the log is not being read yet; trying again"));
  }
  const auto bounds = reader_->Bounds(partition);
  if (!bounds.ok()) return bounds.status();
  if (bounds->first > 0) {
    if (!refused_.insert(partition).second) return std::optional<Position>();
    Log(LogLevel::kError, "the log no longer has its first records, so they cannot be counted",
        {{"partition", ToString(partition)}, {"first_offset", bounds->first}});
    return std::optional<Position>();
  }
  refused_.erase(partition);
  const auto answer =
      counting_.Begin(SpaceOf(partition), expected, bounds->first - 1, bounds->second);
  if (!answer.ok()) return answer.status();
  if (answer->outcome == CountingOutcome::kDone) {
    Log(LogLevel::kInfo, "counting begins at the first record of the log",
        {{"partition", ToString(partition)}, {"rebuild_to", bounds->second}});
  }
  return answer->position;
}

void CountersSink::Report(const Partition& partition, const Tally& tally) {
  records_counted_.Add(static_cast<double>(tally.counted()));
  for (const Uncounted& record : tally.uncounted()) {
    Log(LogLevel::kError, "a record cannot be counted and is left out",
        {{"partition", ToString(partition)},
         {"offset", record.offset},
         {"sequence", record.sequence},
         {"reason", record.reason}});
  }
}

}  // namespace recourse::kpi
