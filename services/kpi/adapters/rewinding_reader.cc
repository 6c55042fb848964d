#include "services/kpi/adapters/rewinding_reader.h"

#include <utility>

namespace recourse::kpi {

RewindingReader::RewindingReader(std::unique_ptr<LogReader> log, CountersSink& sink,
                                 RewindingClocks clocks)
    : log_(std::move(log)), sink_(sink), clocks_(std::move(clocks)) {
  sink_.Hear(log_.get());
}

RewindingReader::~RewindingReader() { sink_.Hear(nullptr); }

StatusOr<std::vector<RawRecord>> RewindingReader::Poll(int max, std::chrono::milliseconds wait) {
  const auto now = clocks_.steady();
  if (now >= look_time_) {
    look_time_ = now + kLookEvery;
    const Status looked = Look();  // one that failed is done again, the next time
    if (!looked.ok() && DispositionOf(looked.code()) == Disposition::kCrash) return looked;
  }
  return log_->Poll(max, wait);
}

// The first failure ends it: the next partition would only wait for the same time-out.
Status RewindingReader::Look() {
  const Timestamp now = clocks_.wall();
  for (const Partition& partition : log_->Held().partitions) {
    if (Status status = LookAt(partition); !status.ok()) return status;
  }
  looked_ = now;
  return absl::OkStatus();
}

Status RewindingReader::LookAt(const Partition& partition) {
  const auto rewound = sink_.Rewound(partition);
  if (!rewound.ok()) return rewound.status();
  if (*rewound) return log_->Seek(partition, (*rewound)->offset + 1);
  if (looked_ == Timestamp{}) return absl::OkStatus();
  const auto bounds = log_->Bounds(partition);
  if (!bounds.ok()) return bounds.status();
  return NoteEnd(partition, {looked_, bounds->second});
}

// The newest end that is counted up to. While counting is behind, one end is kept until it is
// reached, so that the age of the figures goes on being known.
Status RewindingReader::NoteEnd(const Partition& partition, const Seen& newest) {
  const auto noted = sink_.NoteEnd(partition, newest.end, newest.time);
  if (!noted.ok()) return noted.status();
  if (*noted) {
    seen_.erase(partition);
    return absl::OkStatus();
  }
  const auto seen = seen_.find(partition);
  if (seen == seen_.end()) {
    seen_.emplace(partition, newest);
    return absl::OkStatus();
  }
  const auto reached = sink_.NoteEnd(partition, seen->second.end, seen->second.time);
  if (!reached.ok()) return reached.status();
  if (*reached) seen->second = newest;
  return absl::OkStatus();
}

LogReaderFactory RewindingReaders(LogReaderFactory logs, CountersSink& sink,
                                  RewindingClocks clocks) {
  return [logs = std::move(logs), &sink, clocks = std::move(clocks)](LogReader::StartOf start_of) {
    return std::make_unique<RewindingReader>(logs(std::move(start_of)), sink, clocks);
  };
}

}  // namespace recourse::kpi
