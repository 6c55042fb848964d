#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/classify/domain/model/format.h"
#include "services/classify/domain/model/refilled.h"

namespace recourse::classify {

// What is needed to turn a text into numbers, lent by a model or by whoever trains one.
struct Vocabulary {
  FeatureShape shape{};
  std::span<const Slot> slots{};  // a power of two, one at least free
  std::span<const Row> rows{};
  // The first rows are words whose runs of characters are known as a whole: the sum of what they
  // say stands in as many rows from first_spelling on. 0 while a model is trained.
  std::uint32_t spelled = 0;
  std::uint32_t first_spelling = 0;
  float block_weight[kBlocks] = {1, 1};
};

// The row of a feature; kNoRow for one that training never saw.
inline std::uint32_t FindRow(std::span<const Slot> slots, std::uint64_t hash) {
  const auto tag = static_cast<std::uint32_t>(hash);
  const Slot* const first = slots.data();
  for (std::uint64_t at = Home(hash, slots.size());; at = (at + 1) & (slots.size() - 1)) {
    const Slot slot = first[at];
    if (slot.row == kNoRow || slot.tag == tag) return slot.row;
  }
}

// A row that speaks of a text, however often its feature occurs.
struct Hit {
  std::uint32_t row = 0;
  std::uint32_t count = 0;
  float value = 0;
};

// A row that was met, and the place of its hit.
struct Seen {
  std::uint32_t row = 0;  // plus one; 0: none
  std::uint32_t hit = 0;
};

// Where a hit stands in the folded text, code points [begin, end). A run of characters speaks for
// its whole word, and stands at the word's first code point: a word has as many runs as characters,
// and sharing each out over all of them would take the square of its length.
struct Occurrence {
  std::uint32_t hit = 0;  // its place among the hits
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// What runs are made of: a word, an ideograph, a character of a word. Of runs.h.
struct Piece {
  std::uint64_t hash = 0;
  std::uint64_t state = 0;  // of the run that begins here
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool joined = false;  // with the next
  bool alive = false;   // the run that begins here may be part of a longer one
  bool own = false;     // a run without one such piece is none
  bool has = false;     // the run that begins here has one
};
// A feature that is about to be looked for.
struct Pending {
  std::uint64_t hash = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// A word without a row of spelling.
struct Stranger {
  std::uint64_t hash = 0;
  std::uint32_t token = 0;
};

// Memory that scoring uses again for the next text: of one thread at a time. After the first long
// texts nothing is allocated any more.
struct Scratch {
  std::vector<Token> tokens;
  std::vector<std::uint32_t> rows;   // of each token by itself
  Refilled<Hit> hits;                // words, then spellings, then characters, then meaning
  Refilled<Occurrence> occurrences;  // of words and characters
  float spelling_factor = 0;         // a hit of spelling is worth this times its frequency
  std::vector<Seen> seen;            // open addressing by row, of seen_size now
  std::size_t seen_size = 0;         // a power of two
  std::size_t words = 0;             // of the tokens
  std::size_t ideographs = 0;
  Refilled<Piece> pieces;
  Refilled<Pending> pending;
  Refilled<Stranger> strangers;
  std::vector<float> sums;    // one a label
  std::vector<float> places;  // evidence, one a code point
};

// Of a token that the shape does not look at by itself.
inline constexpr std::uint32_t kNotLookedAt = kNoRow - 1;

// 1 + ln(count).
float Frequency(std::uint32_t count);

// Fills scratch.hits. The two blocks are made one long each, times their weight:
//   words (and pairs, and ideographs): frequency of the feature times idf;
//   characters: each word brings the sum of its runs' idf, times its own frequency, and its length
//   is the root of the sum of their squares; words are taken as if they had no run in common. So
//   what a word's spelling says is the same in each text, and is added up once, in training.
// What training never saw counts for nothing. A run of which a part was never seen is not looked
// for: each text with the run has the part, so that where rare features are left out, the part is
// there for longer. While a model is trained several hits have the same row of characters.
void Vectorize(const Vocabulary& vocabulary, std::u32string_view folded, Scratch& scratch);

// The hit of a number of the text's point, weighed; `first` is the row of the first number.
inline Hit HitOfMeaning(std::span<const float> point, std::uint32_t i, std::uint32_t first,
                        float weight) {
  return {first + i, 1, weight * point[i]};
}

}  // namespace recourse::classify
