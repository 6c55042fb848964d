#pragma once

#include <array>
#include <cstdint>

namespace recourse {

// An address of either family: an IPv4 one as ::ffff:a.b.c.d.
using NetworkAddress = std::array<std::uint8_t, 16>;

// Whether anybody on the internet could have that address: not this machine, not a private, local,
// shared, reserved, documentation or multicast one (IANA's special-purpose registries), nor an IPv6
// one that leads to such an IPv4 one (mapped, translated, 6to4, Teredo).
bool IsPublicAddress(const NetworkAddress& address);

}  // namespace recourse
