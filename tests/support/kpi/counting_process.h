#pragma once

#include <memory>
#include <vector>

#include "services/common/process/readiness.h"
#include "services/common/runtime/consumer.h"
#include "services/kpi/adapters/counters_sink.h"
#include "services/kpi/adapters/watchful_reader.h"
#include "services/kpi/domain/audit.h"
#include "tests/support/fake_log.h"
#include "tests/support/manual_clock.h"

namespace recourse::kpi {

// The wall's clock that goes with a test's monotonic one.
inline std::function<Timestamp()> WallOf(testing::ManualClock& clock) {
  return [read = clock.Reader()] {
    const auto since = read().time_since_epoch();
    return Timestamp(Duration(1'700'000'000'000) + std::chrono::floor<Duration>(since));
  };
}

// kpi's counting side as main.cc wires it, on a log in memory: one life of the process.
class CountingProcess {
 public:
  CountingProcess(testing::FakeLog& log, Counting& counting, AttemptStore& attempts,
                  testing::ManualClock& clock, CopySource* copies = nullptr)
      : sink_(counting, copies),
        consumer_(WatchfulReaders(log.Readers(), sink_, {clock.Reader(), WallOf(clock)}), sink_,
                  attempts, readiness_, {"kpi", clock.Reader(), EndOf(ended_)}) {}

  void Step() { consumer_.Step(); }
  void End() { consumer_.End(); }
  const Status& ended() const { return ended_; }
  bool Ready() const { return readiness_.Ready(); }

 private:
  static std::function<void(const Status&)> EndOf(Status& ended) {
    return [&ended](const Status& status) { ended = status; };
  }

  Status ended_;
  Readiness readiness_;
  CountersSink sink_;
  Consumer consumer_;
};

// What the records of a log come to, counted in one go by an empty tally.
inline Counters CountersOf(const std::vector<RawRecord>& log, std::int64_t up_to_sequence) {
  Tally tally(Position{});
  for (const RawRecord& record : log) {
    if (record.place.sequence > up_to_sequence) continue;
    tally.Add(record);
  }
  return tally.counters();
}

}  // namespace recourse::kpi
