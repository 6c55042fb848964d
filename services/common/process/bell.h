#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace recourse {

// Wakes one waiting thread. A ring is kept until it is heard, and is heard once: who hears it owes
// whatever it was rung for, and waits again after that whether or not there was anything to do.
// Thread-safe.
class Bell {
 public:
  void Ring();
  // Whether it has rung, before or within `most`; comes back at once when a stop is requested.
  bool Await(const std::stop_token& stop, std::chrono::milliseconds most);

 private:
  std::mutex mutex_;
  std::condition_variable_any heard_;
  bool rung_ = false;
};

}  // namespace recourse
