#pragma once

#include <array>
#include <charconv>
#include <string>

#include "services/common/core/check.h"

namespace recourse::classify {

// Numbers as they go to PostgreSQL and come back, since parameters and columns are text there.

// The shortest form that reads back to the same double.
inline std::string TextOf(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), end.ptr};
}

// Of a text that PostgreSQL made of a double.
inline double NumberOf(const std::string& text) {
  double number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  RECOURSE_CHECK(end.ec == std::errc());
  return number;
}

}  // namespace recourse::classify
