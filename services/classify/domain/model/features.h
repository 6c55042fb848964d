#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/hashing.h"

namespace recourse::classify {

// Which pieces of a text a model looks at. Part of the model: another shape is another model.
struct FeatureShape {
  std::uint32_t words_max = 2;       // words in a row
  std::uint32_t characters_min = 2;  // in a row inside of one word, its two ends included
  std::uint32_t characters_max = 5;  // 0: none
  std::uint32_t ideographs_max = 3;  // ideographs, words and marks in a row, one an ideograph
  std::uint32_t apart_max = 0;       // pairs of words with up to so many others between them
  friend bool operator==(const FeatureShape&, const FeatureShape&) = default;
};
inline constexpr std::uint32_t kOrderMax = 8;  // of each of these

// Features weigh together with those of their block and apart from the other's.
enum class Block : std::uint8_t { kWords, kCharacters };
inline constexpr std::size_t kBlocks = 2;

// One occurrence of a feature in a folded text, code points [begin, end).
struct Feature {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Block block = Block::kWords;
};

// A word (a run of letters and digits), one ideograph, or one other character that is seen.
struct Token {
  enum class Kind : std::uint8_t { kWord, kIdeograph, kMark };
  std::uint64_t hash = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Kind kind = Kind::kWord;
};

// In place of what `tokens` held.
void Tokenize(std::u32string_view folded, std::vector<Token>& tokens);

// The hash of the feature that the token is by itself.
inline std::uint64_t HashOfSingle(const Token& token) {
  return Finish(Mix(kTokenSeed, token.hash));
}

// Adds the runs of characters of " word ", as long as the shape says.
void FindCharacterRuns(std::u32string_view text, const Token& word, const FeatureShape& shape,
                       std::vector<Feature>& features);

// Every occurrence of every feature, in an order that the text alone determines: first all of
// Block::kWords. In place of what `features` held; `tokens` are those of this text. Linear in the
// text: at most kOrderMax * 5 occurrences a code point.
void FindFeatures(std::u32string_view folded, const std::vector<Token>& tokens,
                  const FeatureShape& shape, std::vector<Feature>& features);

}  // namespace recourse::classify
