#include "services/kpi/adapters/watchful_reader.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/runtime/following.h"

namespace recourse::kpi {

WatchfulReader::WatchfulReader(std::unique_ptr<LogReader> log, WatchedSink& sink,
                               WatchfulClocks clocks)
    : log_(std::move(log)), sink_(sink), clocks_(std::move(clocks)) {
  sink_.Hear(log_.get());
}

WatchfulReader::~WatchfulReader() { sink_.Hear(nullptr); }

// A note that failed is made again: that the store is away is the sink's to say.
StatusOr<std::vector<RawRecord>> WatchfulReader::Poll(int max, std::chrono::milliseconds wait) {
  if (Status status = ReadAgain(); !status.ok()) return status;  // first: it unsays what was given
  const auto now = clocks_.steady();
  if (now >= note_time_) {
    note_time_ = now + kNoteEvery;
    const Status noted = Note();
    if (!noted.ok() && DispositionOf(noted.code()) == Disposition::kCrash) return noted;
  }
  auto records = log_->Poll(max, wait);
  if (!records.ok()) return records;
  if (Status status = Give(*records); !status.ok()) return status;
  return records;
}

Status WatchfulReader::Seek(const Partition& partition, std::int64_t offset) {
  given_.erase(partition);
  return log_->Seek(partition, offset);
}

Status WatchfulReader::ReadAgain() {
  for (const auto& [partition, offset] : sink_.TakeWentBack()) {
    if (Status status = Seek(partition, offset); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// The first failure ends it: the next partition would only wait for the same time-out.
Status WatchfulReader::Note() {
  const Timestamp now = clocks_.wall();
  const Holding holding = log_->Held();
  sink_.NoteHolding(holding);
  std::erase_if(given_, [&](const auto& entry) {
    return std::find(holding.partitions.begin(), holding.partitions.end(), entry.first) ==
           holding.partitions.end();
  });
  for (const Partition& partition : holding.partitions) {
    if (Status status = NoteOf(partition); !status.ok()) return status;
  }
  noted_ = now;
  return absl::OkStatus();
}

// Between polls the consumer has nothing in hand: what was given from where the sink stands is
// counted, or was before, or lies beyond a hole, which the highest sequence shows.
Status WatchfulReader::NoteOf(const Partition& partition) {
  const auto at = sink_.Known(partition);
  const auto given = given_.find(partition);
  if (at && given != given_.end() && given->second.first_offset <= at->offset + 1 &&
      given->second.sequence <= at->sequence) {
    if (Status s = sink_.MoveOffset(partition, given->second.last_offset); !s.ok()) return s;
  }
  if (noted_ == Timestamp{}) return absl::OkStatus();
  const auto bounds = log_->Bounds(partition);
  if (!bounds.ok()) return bounds.status();
  return NoteEnd(partition, {noted_, bounds->second});
}

// The newest end that is counted up to. While counting is behind, one end is kept until it is
// reached, so that the age of the figures goes on being known.
Status WatchfulReader::NoteEnd(const Partition& partition, const Seen& newest) {
  const auto noted = sink_.NoteEnd(partition, newest.end, newest.time);
  if (!noted.ok()) return noted.status();
  if (*noted) {
    seen_.erase(partition);
    return absl::OkStatus();
  }
  Seen& seen = seen_.try_emplace(partition, newest).first->second;
  const auto reached = sink_.NoteEnd(partition, seen.end, seen.time);
  if (!reached.ok()) return reached.status();
  if (*reached) seen = newest;
  return absl::OkStatus();
}

// An error ends the use of this reader, and the next one begins where the sink stands then.
Status WatchfulReader::Give(const std::vector<RawRecord>& records) {
  for (const RawRecord& record : records) {
    Given& given =
        given_.try_emplace(record.partition, Given{record.offset, record.offset, 0}).first->second;
    given.last_offset = record.offset;
    given.sequence = std::max(given.sequence, record.place.sequence);
    if (record.place.sequence == 0) {
      Log(LogLevel::kWarning, "a record without a place is no fact and is left out",
          {{"partition", ToString(record.partition)}, {"offset", record.offset}});
      continue;
    }
    const auto at = sink_.Known(record.partition);
    if (!at) continue;
    if (FollowingOf(*at, record.place) != Following::kLostLine) continue;
    const auto left = sink_.LeaveLostLine(record.partition);
    if (!left.ok()) return left.status();
    if (*left)
      return absl::AbortedError("a restore undid what was counted of " +
                                ToString(record.partition) + "; counting it again");
  }
  return absl::OkStatus();
}

LogReaderFactory WatchfulReaders(LogReaderFactory logs, WatchedSink& sink, WatchfulClocks clocks) {
  return [logs = std::move(logs), &sink, clocks = std::move(clocks)](LogReader::StartOf start_of) {
    return std::make_unique<WatchfulReader>(logs(std::move(start_of)), sink, clocks);
  };
}

}  // namespace recourse::kpi
