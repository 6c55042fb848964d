#include "services/common/courier/private_network.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace recourse {
namespace {

struct Network {
  NetworkAddress first;
  unsigned bits;
};

constexpr Network V4(std::uint8_t a, std::uint8_t b, std::uint8_t c, unsigned bits) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, 0}, 96 + bits};
}
constexpr Network V6(std::uint16_t a, std::uint16_t b, unsigned bits) {
  return {{static_cast<std::uint8_t>(a >> 8), static_cast<std::uint8_t>(a),
           static_cast<std::uint8_t>(b >> 8), static_cast<std::uint8_t>(b)},
          bits};
}

constexpr Network kMapped = V4(0, 0, 0, 0);
constexpr Network kTranslated{{0x00, 0x64, 0xff, 0x9b}, 96};  // RFC 6052
constexpr Network kSixToFour = V6(0x2002, 0, 16);
constexpr Network kGlobal = V6(0x2000, 0, 3);  // all that is given out

constexpr Network kSpecialV4[] = {V4(0, 0, 0, 8),      V4(10, 0, 0, 8),     V4(100, 64, 0, 10),
                                  V4(127, 0, 0, 8),    V4(169, 254, 0, 16), V4(172, 16, 0, 12),
                                  V4(192, 0, 0, 24),   V4(192, 0, 2, 24),   V4(192, 88, 99, 24),
                                  V4(192, 168, 0, 16), V4(198, 18, 0, 15),  V4(198, 51, 100, 24),
                                  V4(203, 0, 113, 24), V4(224, 0, 0, 4),    V4(240, 0, 0, 4)};
// Inside what is given out: protocol assignments with Teredo among them, documentation.
constexpr Network kSpecialV6[] = {V6(0x2001, 0, 23), V6(0x2001, 0xdb8, 32), V6(0x3fff, 0, 20)};

bool Within(const NetworkAddress& address, const Network& network) {
  for (unsigned bit = 0; bit < network.bits; ++bit) {
    const unsigned shift = 7 - bit % 8;
    if (((address[bit / 8] ^ network.first[bit / 8]) >> shift & 1) != 0) return false;
  }
  return true;
}

bool IsPublicV4(const NetworkAddress& mapped) {
  return std::none_of(std::begin(kSpecialV4), std::end(kSpecialV4),
                      [&](const Network& network) { return Within(mapped, network); });
}

// The IPv4 address whose first byte stands at `at`.
NetworkAddress Embedded(const NetworkAddress& address, std::size_t at) {
  NetworkAddress mapped = kMapped.first;
  std::copy_n(address.begin() + static_cast<std::ptrdiff_t>(at), 4, mapped.begin() + 12);
  return mapped;
}

}  // namespace

bool IsPublicAddress(const NetworkAddress& address) {
  if (Within(address, kMapped)) return IsPublicV4(address);
  if (Within(address, kTranslated)) return IsPublicV4(Embedded(address, 12));
  if (Within(address, kSixToFour)) return IsPublicV4(Embedded(address, 2));
  return Within(address, kGlobal) &&
         std::none_of(std::begin(kSpecialV6), std::end(kSpecialV6),
                      [&](const Network& network) { return Within(address, network); });
}

}  // namespace recourse
