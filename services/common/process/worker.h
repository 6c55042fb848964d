#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace recourse {

// A named thread that is asked to stop and joined when it goes. An exception that leaves `body` is
// a broken assumption: it is logged and the process aborts.
class Worker {
 public:
  using Body = std::function<void(std::stop_token stop)>;

  Worker() = default;
  // At most 15 bytes of `name` are seen by ps and gdb.
  Worker(const std::string& name, Body body);
  void RequestStop() { thread_.request_stop(); }
  // Returns when the body has; a second call returns at once.
  void Join();

 private:
  std::jthread thread_;
};

// The calling thread takes, from now on, what others leave: about a tenth of a core that they want.
void GiveWay();

// True after the whole time, false as soon as a stop is asked for.
bool SleepFor(const std::stop_token& stop, std::chrono::milliseconds duration);

}  // namespace recourse
