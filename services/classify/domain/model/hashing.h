#pragma once

#include <cstdint>

namespace recourse::classify {

// How a feature becomes a number: by what it is made of, one step a piece. Part of the format: a
// model finds its rows by these.

// Salts: the same characters as a word, as a part of one and as a pair are three features.
inline constexpr std::uint64_t kTokenSeed = 0x8f1bbcdc5a827999ULL;
inline constexpr std::uint64_t kPairSeed = 0x2545f4914f6cdd1dULL;
inline constexpr std::uint64_t kCharacterSeed = 0xca62c1d66ed9eba1ULL;
inline constexpr char32_t kWordEnd = U' ';  // no word holds it

// One step of a multiplicative hash. What comes out is spread over all bits by Finish.
constexpr std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x9e3779b97f4a7c15ULL + (hash >> 29U);
}
constexpr std::uint64_t Finish(std::uint64_t hash) {
  hash = (hash ^ (hash >> 32U)) * 0xd6e8feb86659fd93ULL;
  return hash ^ (hash >> 32U);
}

constexpr bool IsApostrophe(char32_t c) { return c == U'\'' || c == U'\u2019'; }
// A character of a word, as it counts: both apostrophes are one.
constexpr char32_t Spelled(char32_t c) { return c == U'\u2019' ? U'\'' : c; }

}  // namespace recourse::classify
