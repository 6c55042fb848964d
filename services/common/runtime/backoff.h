#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <string>

namespace recourse {

// How long to wait before trying again: twice as long each time, between half and all of it, so
// that many who failed together do not come back together. The same name waits the same.
class Backoff {
 public:
  using Wait = std::chrono::milliseconds;

  Backoff(Wait least, Wait most, const std::string& name)
      : least_(least), most_(most), next_(least),
        random_(static_cast<unsigned>(std::hash<std::string>()(name))) {}

  Wait Next() {
    const Wait whole = next_;
    next_ = std::min(most_, next_ * 2);
    return whole / 2 + Wait(static_cast<Wait::rep>(random_()) % (whole.count() / 2 + 1));
  }
  void Reset() { next_ = least_; }

 private:
  const Wait least_;
  const Wait most_;
  Wait next_;
  std::minstd_rand random_;
};

}  // namespace recourse
