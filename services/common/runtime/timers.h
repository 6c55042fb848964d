#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include "services/common/process/metrics.h"
#include "services/common/process/worker.h"
#include "services/common/runtime/handler.h"

namespace recourse {

// Fires what is due: looks, fires, and sleeps until the next timer that is known, at most
// kLookEvery, for another instance may have set one. Correctness does not rest on it: any number
// may run at once, and none does harm by sleeping too long but to be late.
class Timers {
 public:
  using Fire = std::function<StatusOr<FiredTimers>(int limit)>;

  static constexpr int kBatch = 200;
  static constexpr std::chrono::milliseconds kLookEvery{250};

  Timers(const std::string& service, Fire fire);
  ~Timers() { Stop(); }
  // A timer was set by this process: look again, it may be the next.
  void Wake();
  void Stop();

 private:
  void Run(const std::stop_token& stop);
  std::chrono::milliseconds Look(const std::stop_token& stop);
  void Wait(std::chrono::milliseconds duration, const std::stop_token& stop);

  const Fire fire_;
  Counter fired_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;
  Worker worker_;  // last: it uses all of the above
};

}  // namespace recourse
