#include "services/classify/domain/model/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <tuple>

#include "services/classify/domain/model/hashing.h"
#include "services/classify/domain/model/runs.h"

namespace recourse::classify {
namespace {

constexpr std::size_t kSeenMin = 64;
constexpr std::size_t kFrequenciesKept = 256;

std::size_t PlaceOf(std::uint32_t row, std::size_t size) {
  return (row * std::size_t{0x9e3779b1U} >> 7U) & (size - 1);
}

[[gnu::always_inline]] inline void Count(Scratch& scratch, const Vocabulary& vocabulary,
                                         std::uint32_t row, std::uint32_t begin,
                                         std::uint32_t end) {
  __builtin_prefetch(&vocabulary.rows[row]);
  Seen* const seen = scratch.seen.data();
  const std::size_t size = scratch.seen_size;
  std::size_t at = PlaceOf(row, size);
  while (seen[at].row != row + 1) {
    if (seen[at].row == 0) {
      seen[at] = {row + 1, static_cast<std::uint32_t>(scratch.hits.size())};
      scratch.hits.Put({row, 0, 0});
      break;
    }
    at = (at + 1) & (size - 1);
  }
  const std::uint32_t hit = seen[at].hit;
  ++scratch.hits[hit].count;
  scratch.occurrences.Put({hit, begin, end});
}

bool IsLookedAt(const FeatureShape& shape, Token::Kind kind) {
  return kind == Token::Kind::kWord ? shape.words_max > 0 : shape.ideographs_max > 0;
}

// Room for as many hits as there can be.
void Clear(const FeatureShape& shape, Scratch& scratch) {
  scratch.hits.Clear();
  scratch.occurrences.Clear();
  scratch.words = scratch.ideographs = 0;
  for (const Token& token : scratch.tokens) {
    scratch.words += token.kind == Token::Kind::kWord ? 1U : 0U;
    scratch.ideographs += token.kind == Token::Kind::kIdeograph ? 1U : 0U;
  }
  const std::size_t most =
      scratch.words * (shape.words_max + shape.apart_max) +
      scratch.tokens.size() * (scratch.ideographs > 0 ? shape.ideographs_max : 1);
  scratch.seen_size = std::bit_ceil(std::max(kSeenMin, most + most / 2));
  if (scratch.seen.size() < scratch.seen_size) scratch.seen.resize(scratch.seen_size);
  std::memset(static_cast<void*>(scratch.seen.data()), 0, scratch.seen_size * sizeof(Seen));
}

// Every token by itself.
void FindSingles(const Vocabulary& vocabulary, Scratch& scratch) {
  const auto& tokens = scratch.tokens;
  scratch.rows.assign(tokens.size(), kNotLookedAt);
  scratch.pending.Clear();
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (!IsLookedAt(vocabulary.shape, tokens[i].kind)) continue;
    scratch.pending.Put({HashOfSingle(tokens[i]), i, i});
  }
  LookUp(vocabulary.slots, scratch.pending, [&](std::uint32_t row, const Pending& single) {
    const Token& token = tokens[single.first];
    scratch.rows[single.first] = row;
    if (row != kNoRow) Count(scratch, vocabulary, row, token.begin, token.end);
  });
}

Piece PieceOf(std::uint64_t seed, const Token& token) {
  const bool ideograph = token.kind == Token::Kind::kIdeograph;
  return {token.hash, Mix(seed, token.hash), token.begin, token.end, true, true, ideograph,
          ideograph};
}

// What was put into scratch.pieces, in runs of two and more.
void FindTokenRuns(const Vocabulary& vocabulary, std::uint32_t most, Scratch& scratch) {
  if (scratch.pieces.size() < 2) return;
  scratch.pieces.back().joined = false;
  scratch.pieces.Put({});
  FindRuns(vocabulary.slots, 2, 2, most, scratch, [&](std::uint32_t row, const Pending& run) {
    Count(scratch, vocabulary, row, scratch.pieces[run.first].begin, scratch.pieces[run.last].end);
  });
}

// Words in a row, over signs but not over ideographs.
void FindWordRuns(const Vocabulary& vocabulary, Scratch& scratch) {
  auto& pieces = scratch.pieces;
  pieces.Clear();
  if (vocabulary.shape.words_max < 2 || scratch.words == 0) return;
  for (std::size_t i = 0; i < scratch.tokens.size(); ++i) {
    const Token& token = scratch.tokens[i];
    if (token.kind == Token::Kind::kMark) continue;
    if (token.kind == Token::Kind::kIdeograph || scratch.rows[i] == kNoRow) {
      if (!pieces.empty()) pieces.back().joined = false;
      continue;
    }
    pieces.Put(PieceOf(kTokenSeed, token));
    pieces.back().own = pieces.back().has = true;
  }
  FindTokenRuns(vocabulary, vocabulary.shape.words_max, scratch);
}

// Ideographs with words and signs between them.
void FindIdeographRuns(const Vocabulary& vocabulary, Scratch& scratch) {
  auto& pieces = scratch.pieces;
  pieces.Clear();
  if (vocabulary.shape.ideographs_max < 2 || scratch.ideographs == 0) return;
  for (std::size_t i = 0; i < scratch.tokens.size(); ++i) {
    if (scratch.rows[i] == kNoRow) {
      if (!pieces.empty()) pieces.back().joined = false;
      continue;
    }
    pieces.Put(PieceOf(kTokenSeed, scratch.tokens[i]));
  }
  FindTokenRuns(vocabulary, vocabulary.shape.ideographs_max, scratch);
}

// Pairs of words with others between them.
void FindPairs(const Vocabulary& vocabulary, Scratch& scratch) {
  if (vocabulary.shape.apart_max == 0 || scratch.words == 0) return;
  scratch.pending.Clear();
  const auto& tokens = scratch.tokens;
  const auto is_word = [&](std::size_t i) { return tokens[i].kind == Token::Kind::kWord; };
  for (std::size_t first = 0; first < tokens.size(); ++first) {
    if (!is_word(first) || scratch.rows[first] == kNoRow) continue;
    std::uint32_t words = 0;
    for (std::size_t i = first + 1; i < tokens.size() && words <= vocabulary.shape.apart_max; ++i) {
      if (!is_word(i) || ++words == 1 || scratch.rows[i] == kNoRow) continue;
      const std::uint64_t hash = Finish(Mix(Mix(kPairSeed, tokens[first].hash), tokens[i].hash));
      scratch.pending.Put({hash, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(i)});
    }
  }
  LookUp(vocabulary.slots, scratch.pending, [&](std::uint32_t row, const Pending& pair) {
    if (row == kNoRow) return;
    Count(scratch, vocabulary, row, tokens[pair.first].begin, tokens[pair.last].end);
  });
}

// The text's words whose characters have to be looked at, the same ones together.
void FindStrangers(const Vocabulary& vocabulary, Scratch& scratch) {
  auto& strangers = scratch.strangers;
  strangers.Clear();
  for (std::uint32_t i = 0; i < scratch.tokens.size(); ++i) {
    const Token& token = scratch.tokens[i];
    if (token.kind != Token::Kind::kWord || scratch.rows[i] < vocabulary.spelled) continue;
    strangers.Put({token.hash, i});
  }
  std::sort(strangers.begin(), strangers.end(), [](const Stranger& a, const Stranger& b) {
    return std::tie(a.hash, a.token) < std::tie(b.hash, b.token);
  });
}

std::size_t EndOfSame(const Refilled<Stranger>& strangers, std::size_t first) {
  std::size_t end = first + 1;
  while (end < strangers.size() && strangers[end].hash == strangers[first].hash) ++end;
  return end;
}

// The characters of each such word as pieces, which know the strangers that they are of.
void SpellStrangers(std::u32string_view folded, Scratch& scratch) {
  auto& pieces = scratch.pieces;
  pieces.Clear();
  const auto add = [&](char32_t c, std::size_t begin, std::size_t end) {
    pieces.Put({c, Mix(kCharacterSeed, c), static_cast<std::uint32_t>(begin),
                static_cast<std::uint32_t>(end), true, true, true, true});
  };
  const auto& strangers = scratch.strangers;
  for (std::size_t first = 0; first < strangers.size();) {
    const std::size_t end = EndOfSame(strangers, first);
    const Token& word = scratch.tokens[strangers[first].token];
    add(kWordEnd, first, end);
    for (std::size_t i = word.begin; i < word.end; ++i) add(Spelled(folded[i]), first, end);
    add(kWordEnd, first, end);
    pieces.back().joined = false;
    first = end;
  }
  pieces.Put({});
}

// Hits for the runs of characters of words without a row of spelling; the square of their length.
float FindCharacters(const Vocabulary& vocabulary, std::u32string_view folded, Scratch& scratch) {
  const FeatureShape& shape = vocabulary.shape;
  if (shape.characters_max == 0 || scratch.words == 0) return 0;
  FindStrangers(vocabulary, scratch);
  if (scratch.strangers.empty()) return 0;
  SpellStrangers(folded, scratch);
  float square = 0;
  FindRuns(vocabulary.slots, 1, shape.characters_min, shape.characters_max, scratch,
           [&](std::uint32_t row, const Pending& run) {
             const Piece& piece = scratch.pieces[run.first];
             const std::uint32_t count = piece.end - piece.begin;
             const float value = Frequency(count) * vocabulary.rows[row].idf;
             square += value * value;
             const auto hit = static_cast<std::uint32_t>(scratch.hits.size());
             scratch.hits.Put({row, count, value});
             for (std::uint32_t i = piece.begin; i < piece.end; ++i) {
               const Token& word = scratch.tokens[scratch.strangers[i].token];
               scratch.occurrences.Put({hit, word.begin, word.begin + 1});
             }
           });
  return square;
}

// Values of the words, and their spellings; the squares of the two lengths.
std::array<float, kBlocks> WeighWords(const Vocabulary& vocabulary, Scratch& scratch) {
  std::array<float, kBlocks> squares{0, 0};
  const std::size_t words = scratch.hits.size();
  for (std::size_t i = 0; i < words; ++i) {
    Hit& hit = scratch.hits[i];
    const float frequency = Frequency(hit.count);
    hit.value = frequency * vocabulary.rows[hit.row].idf;
    squares[0] += hit.value * hit.value;
    if (hit.row >= vocabulary.spelled) continue;
    const std::uint32_t spelling = vocabulary.first_spelling + hit.row;
    const float length = frequency * vocabulary.rows[spelling].idf;
    squares[1] += length * length;
    scratch.hits.Put({spelling, hit.count, frequency});  // `hit` may have moved
  }
  return squares;
}

}  // namespace

float Frequency(std::uint32_t count) {
  // Most features occur once, and a logarithm costs more than all else that is done for one.
  static const auto kept = [] {
    std::array<float, kFrequenciesKept> made{};
    for (std::size_t i = 1; i < made.size(); ++i) made[i] = 1 + std::log(static_cast<float>(i));
    return made;
  }();
  return count < kept.size() ? kept[count] : 1 + std::log(static_cast<float>(count));
}

void Vectorize(const Vocabulary& vocabulary, std::u32string_view folded, Scratch& scratch) {
  Tokenize(folded, scratch.tokens);
  Clear(vocabulary.shape, scratch);
  FindSingles(vocabulary, scratch);
  FindWordRuns(vocabulary, scratch);
  FindPairs(vocabulary, scratch);
  FindIdeographRuns(vocabulary, scratch);
  const std::size_t words = scratch.hits.size();
  std::array<float, kBlocks> squares = WeighWords(vocabulary, scratch);
  squares[1] += FindCharacters(vocabulary, folded, scratch);
  float factors[kBlocks];
  for (std::size_t b = 0; b < kBlocks; ++b) {
    factors[b] = squares[b] > 0 ? vocabulary.block_weight[b] / std::sqrt(squares[b]) : 0;
  }
  for (std::size_t i = 0; i < scratch.hits.size(); ++i) {
    scratch.hits[i].value *= factors[i < words ? 0 : 1];
  }
  scratch.spelling_factor = factors[1];
}

}  // namespace recourse::classify
