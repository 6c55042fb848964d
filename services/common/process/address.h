#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/common/core/status.h"

namespace recourse {

// Where something listens: a name or a number, and a port. Port 0 means any free one.
struct Address {
  std::string host;
  std::uint16_t port = 0;
  // host:port, with an IPv6 number in brackets.
  std::string Text() const;
  friend bool operator==(const Address&, const Address&) = default;
};

// "127.0.0.1:8080", "kafka:9092", "[::1]:80".
StatusOr<Address> ParseAddress(std::string_view text);

}  // namespace recourse
