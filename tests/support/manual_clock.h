#pragma once

#include <chrono>
#include <functional>

namespace recourse::testing {

// A monotonic clock that the test turns.
class ManualClock {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  std::function<Instant()> Reader() {
    return [this] { return now_; };
  }
  void Advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_{std::chrono::hours(1)};
};

}  // namespace recourse::testing
