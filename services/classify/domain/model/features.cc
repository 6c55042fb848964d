#include "services/classify/domain/model/features.h"

#include <algorithm>
#include <array>

#include "services/classify/domain/model/hashing.h"
#include "services/classify/domain/script.h"

namespace recourse::classify {
namespace {

bool IsOtherSpace(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

enum class Class : std::uint8_t { kSpace, kMark, kWord, kIdeograph };

constexpr auto kClassOfAscii = [] {
  std::array<Class, 0x80> made{};
  for (char32_t c = 0; c < made.size(); ++c) {
    const bool space = c <= 0x20 || c == 0x7F;
    made[c] = space ? Class::kSpace : IsWordCharacter(c) ? Class::kWord : Class::kMark;
  }
  return made;
}();

Class ClassOf(char32_t c) {
  if (c < kClassOfAscii.size()) return kClassOfAscii[c];
  if (IsHan(c)) return Class::kIdeograph;
  if (IsWordCharacter(c) || IsOtherLetter(c)) return Class::kWord;
  return IsOtherSpace(c) ? Class::kSpace : Class::kMark;
}

bool IsOfWord(char32_t c) { return ClassOf(c) == Class::kWord; }

std::size_t EndOfWord(std::u32string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() &&
         (IsOfWord(text[end]) ||
          (IsApostrophe(text[end]) && end + 1 < text.size() && IsOfWord(text[end + 1])))) {
    ++end;
  }
  return end;
}

std::uint64_t HashOf(std::u32string_view word) {
  std::uint64_t hash = kTokenSeed;
  for (const char32_t c : word) hash = Mix(hash, Spelled(c));
  return hash;
}

void FindWordRuns(const std::vector<Token>& tokens, std::size_t first, std::uint32_t most,
                  std::vector<Feature>& features) {
  std::uint64_t hash = kTokenSeed;
  std::uint32_t words = 0;
  for (std::size_t i = first; i < tokens.size() && words < most; ++i) {
    if (tokens[i].kind == Token::Kind::kMark) continue;
    if (tokens[i].kind == Token::Kind::kIdeograph) return;
    hash = Mix(hash, tokens[i].hash);
    ++words;
    features.push_back({Finish(hash), tokens[first].begin, tokens[i].end, Block::kWords});
  }
}

void FindIdeographRuns(const std::vector<Token>& tokens, std::size_t first, std::uint32_t most,
                       std::vector<Feature>& features) {
  std::uint64_t hash = kTokenSeed;
  bool has_ideograph = false;
  const std::size_t end = std::min<std::size_t>(tokens.size(), first + most);
  for (std::size_t i = first; i < end; ++i) {
    hash = Mix(hash, tokens[i].hash);
    has_ideograph = has_ideograph || tokens[i].kind == Token::Kind::kIdeograph;
    if (!has_ideograph && !(i == first && tokens[i].kind == Token::Kind::kMark)) continue;
    features.push_back({Finish(hash), tokens[first].begin, tokens[i].end, Block::kWords});
  }
}

void FindPairs(const std::vector<Token>& tokens, std::size_t first, std::uint32_t apart_max,
               std::vector<Feature>& features) {
  std::uint32_t words = 0;
  for (std::size_t i = first + 1; i < tokens.size() && words <= apart_max; ++i) {
    if (tokens[i].kind != Token::Kind::kWord) continue;
    if (++words == 1) continue;  // side by side: two words in a row
    const std::uint64_t hash = Mix(Mix(kPairSeed, tokens[first].hash), tokens[i].hash);
    features.push_back({Finish(hash), tokens[first].begin, tokens[i].end, Block::kWords});
  }
}

}  // namespace

void Tokenize(std::u32string_view folded, std::vector<Token>& tokens) {
  tokens.clear();
  for (std::size_t begin = 0; begin < folded.size();) {
    const Class is = ClassOf(folded[begin]);
    if (is == Class::kSpace) {
      ++begin;
      continue;
    }
    const auto kind = is == Class::kIdeograph ? Token::Kind::kIdeograph
                      : is == Class::kWord    ? Token::Kind::kWord
                                              : Token::Kind::kMark;
    const std::size_t end = is == Class::kWord ? EndOfWord(folded, begin) : begin + 1;
    tokens.push_back({HashOf(folded.substr(begin, end - begin)), static_cast<std::uint32_t>(begin),
                      static_cast<std::uint32_t>(end), kind});
    begin = end;
  }
}

void FindCharacterRuns(std::u32string_view text, const Token& word, const FeatureShape& shape,
                       std::vector<Feature>& features) {
  if (shape.characters_max == 0) return;
  const std::size_t size = word.end - word.begin + 2U;
  const auto at = [&](std::size_t i) {
    return i == 0 || i + 1 == size ? kWordEnd : Spelled(text[word.begin + i - 1]);
  };
  for (std::size_t begin = 0; begin + shape.characters_min <= size; ++begin) {
    std::uint64_t hash = kCharacterSeed;
    const std::size_t most = std::min<std::size_t>(size, begin + shape.characters_max);
    for (std::size_t end = begin + 1; end <= most; ++end) {
      hash = Mix(hash, at(end - 1));
      if (end - begin < shape.characters_min) continue;
      const auto first = static_cast<std::uint32_t>(std::max<std::size_t>(begin, 1) - 1);
      const auto last = static_cast<std::uint32_t>(std::min(end, size - 1) - 1);
      features.push_back({Finish(hash), word.begin + first, word.begin + last, Block::kCharacters});
    }
  }
}

void FindFeatures(std::u32string_view folded, const std::vector<Token>& tokens,
                  const FeatureShape& shape, std::vector<Feature>& features) {
  features.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == Token::Kind::kWord) {
      FindWordRuns(tokens, i, shape.words_max, features);
      FindPairs(tokens, i, shape.apart_max, features);
    }
    FindIdeographRuns(tokens, i, shape.ideographs_max, features);
  }
  for (const Token& token : tokens) {
    if (token.kind == Token::Kind::kWord) FindCharacterRuns(folded, token, shape, features);
  }
}

}  // namespace recourse::classify
