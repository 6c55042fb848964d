#include "services/common/process/bell.h"

#include <utility>

namespace recourse {

void Bell::Ring() {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
  }
  heard_.notify_one();
}

bool Bell::Await(const std::stop_token& stop, std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  heard_.wait_for(lock, stop, most, [this] { return rung_; });
  return std::exchange(rung_, false);
}

}  // namespace recourse
