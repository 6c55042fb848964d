#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "services/common/runtime/log_ports.h"
#include "services/kpi/adapters/watched_sink.h"

namespace recourse::kpi {

struct WatchfulClocks {
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
  std::function<Timestamp()> wall;
};

// How often the age of the figures is noted.
inline constexpr std::chrono::milliseconds kNoteEvery{1000};

// The log as kpi hears it. A consumer keeps repeats from its sink, and a sink does not see where
// the log ends; but whether the figures are the whole, and how old they are, depends on just that.
// So this, which sees every record, tells the sink how far the log is read, where it ended and
// when, and that a later epoch undid what was counted.
class WatchfulReader final : public LogReader {
 public:
  WatchfulReader(std::unique_ptr<LogReader> log, WatchedSink& sink, WatchfulClocks clocks);
  ~WatchfulReader() override;
  WatchfulReader(const WatchfulReader&) = delete;
  WatchfulReader& operator=(const WatchfulReader&) = delete;

  StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) override;
  Status Seek(const Partition& partition, std::int64_t offset) override;
  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
    return log_->Bounds(partition);
  }
  Holding Held() const override { return log_->Held(); }

 private:
  // What was given to the consumer since it began to read, or to read again.
  struct Given {
    std::int64_t first_offset = 0;
    std::int64_t last_offset = 0;
    std::int64_t sequence = 0;  // the highest
  };
  // Nothing beyond `end` was in the log at `time`. What the reader knows of the log's end may be as
  // old as its last look there, but not as old as our note before this one: that is the time.
  struct Seen {
    Timestamp time;
    std::int64_t end = 0;
  };

  Status ReadAgain();
  Status Note();
  Status NoteOf(const Partition& partition);
  Status NoteEnd(const Partition& partition, const Seen& newest);
  Status Give(const std::vector<RawRecord>& records);

  const std::unique_ptr<LogReader> log_;
  WatchedSink& sink_;
  const WatchfulClocks clocks_;
  std::chrono::steady_clock::time_point note_time_{};
  Timestamp noted_{};
  std::map<Partition, Given> given_;
  std::map<Partition, Seen> seen_;
};

LogReaderFactory WatchfulReaders(LogReaderFactory logs, WatchedSink& sink, WatchfulClocks clocks);

}  // namespace recourse::kpi
