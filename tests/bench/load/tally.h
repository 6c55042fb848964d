#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/load/schedule.h"

namespace recourse::bench {

// What came of a run, or of one client's part of it. Every piece that was sent is acknowledged,
// refused or failed. Not thread-safe: each thread has its own, and they are added up at the end.
struct Tally {
  std::int64_t sent = 0;
  std::int64_t acknowledged = 0;  // duplicates among them
  std::int64_t duplicates = 0;
  std::int64_t refused = 0;
  std::int64_t failed = 0;                  // neither: the call or the stream ended otherwise
  std::int64_t exhausted = 0;               // of the failed, those that were told to come later
  std::string error;                        // of the first that failed
  Clock::time_point last_time{};            // of the last acknowledgement
  std::vector<std::uint32_t> latencies_us;  // of the acknowledged, from the intended time
  std::vector<std::uint32_t> lateness_us;   // of each sending, by the generator's own fault

  void Acknowledge(Clock::time_point intended, Clock::time_point now, bool duplicate);
  void Fail(std::int64_t pieces, const std::string& why);
  // Sent after it could have been sent: after the intended time and after there was room.
  void Sent(std::int64_t pieces, Clock::time_point possible, Clock::time_point now);
  void Add(Tally&& other);
};

struct Percentiles {
  std::uint32_t p50 = 0, p99 = 0, p999 = 0, max = 0;
  std::size_t count = 0;
};
// Exact, by the nearest rank.
Percentiles PercentilesOf(std::vector<std::uint32_t> samples);

}  // namespace recourse::bench
