#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace recourse::ctl::model {

// What people and programs do to a text that a reader still reads. A classifier is measured under
// each of them.
enum class Disguise {
  kFullWidth,      // signs of ASCII as wide as ideographs
  kTraditional,    // traditional ideographs, one by one
  kZeroWidth,      // what is not seen between one letter in three
  kSpacedLetters,  // every second word or so with a sign between its letters
  kHomoglyphs,     // Cyrillic and Greek letters in place of every second that has one
  kZalgo,          // piles of marks on every second letter
  kEmoji,          // between every fourth pair of words or ideographs
  kUpperCase,      // A to Z alone
};
inline constexpr Disguise kDisguises[] = {
    Disguise::kFullWidth,  Disguise::kTraditional, Disguise::kZeroWidth, Disguise::kSpacedLetters,
    Disguise::kHomoglyphs, Disguise::kZalgo,       Disguise::kEmoji,     Disguise::kUpperCase};

// As the command line says it: `full-width`, `spaced-letters`.
std::string_view WordOf(Disguise disguise);
std::optional<Disguise> DisguiseOf(std::string_view word);

// `text`, which is UTF-8, disguised. The same text, disguise and seed give the same bytes.
std::string Disguised(std::string_view text, Disguise disguise, std::uint64_t seed);

}  // namespace recourse::ctl::model
