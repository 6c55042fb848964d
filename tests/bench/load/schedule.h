#pragma once

#include <chrono>
#include <cstdint>

namespace recourse::bench {

using Clock = std::chrono::steady_clock;

// When the frames of a run are to be sent: the j-th at start + j * frame / rate, whatever became of
// those before it. Rate 0: each as soon as there is room for it.
struct Schedule {
  Clock::time_point start{};
  double rate = 0;           // pieces of feedback a second, all clients together
  std::int64_t frame = 1;    // pieces that are sent together
  std::int64_t count = 0;    // pieces in all; 0 for as long as `length`
  Clock::duration length{};  // 0 for as many as `count`

  bool open() const { return rate > 0; }

  // Only of an open run.
  Clock::time_point IntendedTime(std::int64_t j) const {
    const double seconds = static_cast<double>(j * frame) / rate;
    return start +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  // How many pieces the j-th frame has: fewer in the last one, none after the end.
  std::int64_t FrameSize(std::int64_t j) const {
    if (count <= 0) return frame;
    const std::int64_t left = count - j * frame;
    return left < 0 ? 0 : left < frame ? left : frame;
  }

  // Whether a frame that is to be sent at `time` belongs to the run no more.
  bool Over(Clock::time_point time) const {
    return length > Clock::duration::zero() && time >= start + length;
  }
};

}  // namespace recourse::bench
