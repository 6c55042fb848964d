#pragma once

#include <string>

namespace recourse {

// A value that must not be seen: it has no operator<< and no comparison, and its memory is
// overwritten when it goes.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value);
  Secret(const Secret& other) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret other) noexcept;
  ~Secret();

  // The bytes, for the one call that needs them.
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace recourse
