#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "services/common/runtime/log_ports.h"
#include "services/kpi/adapters/counters_sink.h"

namespace recourse::kpi {

struct RewindingClocks {
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
  std::function<Timestamp()> wall;
};

// How often it is looked whether the counters still stand where they were left.
inline constexpr std::chrono::milliseconds kLookEvery{1000};

// The log as kpi hears it. Redis may lose its memory while nothing new is said, and then no batch
// would find out; so between two polls this looks where the counters stand, and reads again from
// there when they have gone back. By the way it notes how old the figures are. Where the look
// fails it is done again later: the store being away is the sink's to say.
class RewindingReader final : public LogReader {
 public:
  RewindingReader(std::unique_ptr<LogReader> log, CountersSink& sink, RewindingClocks clocks);
  ~RewindingReader() override;
  RewindingReader(const RewindingReader&) = delete;
  RewindingReader& operator=(const RewindingReader&) = delete;

  StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) override;
  Status Seek(const Partition& partition, std::int64_t offset) override {
    return log_->Seek(partition, offset);
  }
  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
    return log_->Bounds(partition);
  }
  Holding Held() const override { return log_->Held(); }

 private:
  // Nothing beyond `end` was in the log at `time`. What the reader knows of the log's end may be as
  // old as its last look there, but not as old as our look before this one: that is the time.
  struct Seen {
    Timestamp time;
    std::int64_t end = 0;
  };

  Status Look();
  Status LookAt(const Partition& partition);
  Status NoteEnd(const Partition& partition, const Seen& newest);

  const std::unique_ptr<LogReader> log_;
  CountersSink& sink_;
  const RewindingClocks clocks_;
  std::chrono::steady_clock::time_point look_time_{};
  Timestamp looked_{};
  std::map<Partition, Seen> seen_;
};

LogReaderFactory RewindingReaders(LogReaderFactory logs, CountersSink& sink,
                                  RewindingClocks clocks);

}  // namespace recourse::kpi
