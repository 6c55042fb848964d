#pragma once

#include <chrono>
#include <stop_token>
#include <thread>

namespace recourse {

// Turns SIGTERM and SIGINT into a flag that threads can look at and wait for, and has SIGPIPE
// ignored (hiredis writes with write(2)). Make it first thing in main: the signals are blocked in
// the calling thread, and only threads started after that inherit it. One for a process.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool Stopped() const { return source_.stop_requested(); }
  // For condition_variable_any, std::stop_callback and SleepFor.
  std::stop_token Token() const { return source_.get_token(); }
  void Wait() const;
  // True when stopped, false when the time is up.
  bool WaitFor(std::chrono::milliseconds duration) const;
  // From within: the process cannot go on. Thread-safe.
  void Stop() { source_.request_stop(); }

 private:
  void Listen(const std::stop_token& ended);

  std::stop_source source_;
  int signals_ = -1;
  int ended_ = -1;
  std::jthread listener_;  // last: it uses all of the above
};

}  // namespace recourse
