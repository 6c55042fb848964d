#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

namespace recourse::bench {

// Which of `count` branches, the first the most likely, by Zipf's law with exponent `s`.
class Zipf {
 public:
  Zipf(int count, double s) {
    double sum = 0;
    for (int i = 1; i <= count; ++i) ends_.push_back(sum += std::pow(i, -s));
    for (double& end : ends_) end /= sum;
  }
  // `at` in [0, 1): the same share of it goes to a branch as its weight is.
  int At(double at) const {
    const auto found = std::upper_bound(ends_.begin(), ends_.end(), at);
    return static_cast<int>(std::min(found, ends_.end() - 1) - ends_.begin());
  }

 private:
  std::vector<double> ends_;
};

// The middle of one of `count` equal slices: shares come out as exact as whole numbers let them.
inline double Slice(std::int64_t i, std::int64_t count) {
  return (static_cast<double>(i) + 0.5) / static_cast<double>(count);
}

inline std::string BranchId(int branch) {
  std::ostringstream id;
  id << "branch-" << std::setw(3) << std::setfill('0') << branch;
  return id.str();
}

}  // namespace recourse::bench
