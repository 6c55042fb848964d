#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace recourse::ctl::verify {

// Enough to begin to look; the number of violations says how many there are.
inline constexpr std::size_t kExamplesMax = 10;

// One invariant, and what was found of it.
struct Check {
  std::string id;
  std::string what;
  std::int64_t examined = 0;
  std::int64_t violations = 0;
  std::vector<std::string> examples{};

  void Violate(std::string example) {
    ++violations;
    if (examples.size() < kExamplesMax) examples.push_back(std::move(example));
  }
  // Examines one more thing, which is as it should be or is the example of a violation.
  void Examine(bool holds, const std::string& example) {
    ++examined;
    if (!holds) Violate(example);
  }
};

}  // namespace recourse::ctl::verify
