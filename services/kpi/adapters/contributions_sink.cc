#include "services/kpi/adapters/contributions_sink.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/runtime/hearing.h"
#include "services/kpi/adapters/tally.h"

namespace recourse::kpi {
namespace {

// What cannot be read has a line in the log of whoever counts it, and adds nothing here.
std::vector<Contribution> ContributionsOf(const std::vector<RawRecord>& records) {
  std::vector<Contribution> contributions;
  for (const RawRecord& record : records) {
    if (record.place.sequence == 0) continue;
    const auto content = ToldBy(record);
    const auto* told = std::get_if<Told>(&content);
    if (told == nullptr) continue;
    Contribute(told->subject, told->recorded_time, told->deltas, contributions);
  }
  return contributions;
}

// A stray has no place, and carries the offset over nothing.
Position After(Position at, const std::vector<RawRecord>& records) {
  for (const RawRecord& record : records) {
    if (record.place.sequence == 0) continue;
    at = {record.place.epoch, record.place.sequence, std::max(at.offset, record.offset)};
  }
  return at;
}

}  // namespace

ContributionsSink::ContributionsSink(ContributionStore& store)
    : store_(store),
      records_listed_("recourse_kpi_records_listed_total",
                      "Facts whose part in the figures can be listed.") {}

StatusOr<Progress> ContributionsSink::Handle(const Partition& partition,
                                             const std::vector<RawRecord>& batch) {
  known_.erase(partition);
  auto open = store_.Begin(partition);
  if (!open.ok()) return open.status();
  const Selection selection = SelectNext(open->position(), batch);
  const Position to = After(open->position(), selection.next);
  const Status done =
      store_.Commit(*std::move(open), partition, to, ContributionsOf(selection.next));
  if (!done.ok()) return done;
  known_[partition] = to;
  records_listed_.Add(static_cast<double>(selection.next.size()));
  return Progress{to, selection.missing, selection.lost_time_line};
}

StatusOr<Position> ContributionsSink::PositionOf(const Partition& partition) {
  const auto position = store_.PositionOf(partition);
  if (position.ok()) known_[partition] = *position;
  return position;
}

std::optional<Position> ContributionsSink::Known(const Partition& partition) const {
  const auto known = known_.find(partition);
  if (known == known_.end()) return std::nullopt;
  return known->second;
}

Status ContributionsSink::MoveOffset(const Partition& partition, std::int64_t offset) {
  const auto at = Known(partition);
  if (!at || at->offset >= offset) return absl::OkStatus();
  const Status moved = store_.MoveOffset(partition, *at, offset);
  if (moved.ok()) known_[partition].offset = offset;
  return moved;
}

StatusOr<bool> ContributionsSink::NoteEnd(const Partition& partition, std::int64_t end,
                                          Timestamp time) {
  const auto at = Known(partition);
  if (!at || at->offset + 1 < end) return false;
  Timestamp& noted = notes_[partition];
  noted = std::max(noted, time);
  if (Status status = WriteNotes(time); !status.ok()) return status;
  return true;
}

// Another's from now on, who notes it himself.
void ContributionsSink::NoteHolding(const Holding& holding) {
  std::erase_if(notes_, [&](const auto& note) {
    return std::find(holding.partitions.begin(), holding.partitions.end(), note.first) ==
           holding.partitions.end();
  });
}

Status ContributionsSink::WriteNotes(Timestamp now) {
  if (now < written_ + kWriteNotesEvery) return absl::OkStatus();
  if (Status status = store_.Note(notes_); !status.ok()) return status;
  notes_.clear();
  written_ = now;
  return absl::OkStatus();
}

StatusOr<bool> ContributionsSink::LeaveLostLine(const Partition& partition) {
  if (reader_ == nullptr) return false;
  const auto bounds = reader_->Bounds(partition);
  if (!bounds.ok()) return bounds.status();
  if (bounds->first > 0) return false;
  known_.erase(partition);
  notes_.erase(partition);
  if (Status status = store_.Clear(partition); !status.ok()) return status;
  Log(LogLevel::kWarning, "a restore undid what was listed; listing it again from the first record",
      {{"partition", ToString(partition)}});
  return true;
}

}  // namespace recourse::kpi
