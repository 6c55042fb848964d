#pragma once

#include <random>
#include <string>

#include "services/common/core/status.h"

namespace recourse::testing {

// Chance under a seed, so that a run can be had again. Without a generator nothing ever fails.
class Faults {
 public:
  Faults() = default;
  explicit Faults(std::mt19937* random, unsigned one_in = 6) : random_(random), one_in_(one_in) {}

  bool Strike() { return random_ != nullptr && (*random_)() % one_in_ == 0; }
  Status Try(const std::string& what) {
    return Strike() ? absl::UnavailableError("injected: " + what) : absl::OkStatus();
  }
  unsigned Below(unsigned bound) {
    return random_ == nullptr ? 0 : static_cast<unsigned>((*random_)() % bound);
  }
  bool active() const { return random_ != nullptr; }
  void Stop() { random_ = nullptr; }

 private:
  std::mt19937* random_ = nullptr;
  unsigned one_in_ = 6;
};

}  // namespace recourse::testing
