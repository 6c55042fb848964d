#pragma once

#include <cstdint>
#include <cstring>

#include "services/classify/domain/model/format.h"

namespace recourse::classify {

using Exponents = float __attribute__((vector_size(kLane * sizeof(float))));

// Of each number, e to the power of it. They are 0 at most; what is below -87 counts as -87. Right
// within two units of the last place, and the same bits on every machine: plain steps, of which
// none is the C library's.
inline void Exponentiate(Exponents& x) {
  using Whole = std::int32_t __attribute__((vector_size(kLane * sizeof(std::int32_t))));
  constexpr float kLeast = -87, kLog2E = 1.44269504F, kRounding = 12582912;  // 1.5 * 2^23
  constexpr float kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  x = x < kLeast ? kLeast - 0 * x : x;
  const Exponents shifted = x * kLog2E + kRounding;  // the whole part stands in the lowest bits
  const Exponents whole = shifted - kRounding;
  const Exponents r = (x - whole * kLn2High) - whole * kLn2Low;
  // Cephes' polynomial of exp within half a ln 2 of 0.
  Exponents sum = r * 1.9875691500e-4F + 1.3981999507e-3F;
  sum = sum * r + 8.3334519073e-3F;
  sum = sum * r + 4.1665795894e-2F;
  sum = sum * r + 1.6666665459e-1F;
  sum = sum * r + 5.0000001201e-1F;
  sum = sum * r * r + r + 1;
  Whole bits, exponent;
  std::memcpy(&bits, &sum, sizeof(bits));
  std::memcpy(&exponent, &shifted, sizeof(exponent));
  bits += exponent << 23;  // what else stands in `shifted` falls out on the left
  std::memcpy(&x, &bits, sizeof(x));
}

}  // namespace recourse::classify
