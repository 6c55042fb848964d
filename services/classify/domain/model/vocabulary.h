#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/classify/domain/model/format.h"

namespace recourse::classify {

// What is needed to turn a text into numbers, lent by a model or by whoever trains one.
struct Vocabulary {
  FeatureShape shape{};
  std::span<const Slot> slots{};  // a power of two, one at least free
  std::span<const Row> rows{};
  std::uint32_t rows_of_words = 0;
  float block_weight[kBlocks] = {1, 1};
};

// The row of a feature; kNoRow for one that training never saw.
std::uint32_t FindRow(std::span<const Slot> slots, std::uint64_t hash);

// One feature of a text, however often it occurs.
struct Hit {
  std::uint32_t row = 0;
  std::uint32_t count = 0;
  float value = 0;
};

// Memory that scoring uses again for the next text: of one thread at a time. After the first long
// texts nothing is allocated any more.
struct Scratch {
  std::vector<Token> tokens;
  std::vector<Feature> features;
  std::vector<Hit> hits;            // in the order of their first occurrence
  std::vector<std::uint32_t> seen;  // open addressing by row: a place in hits, plus one
  std::vector<float> sums;          // one a label
  std::vector<float> places;        // evidence, one a code point
};

// Fills scratch.hits: 1 + ln(count) times idf, the hits of each block made one long together, times
// the block's weight. What training never saw counts for nothing.
void Vectorize(const Vocabulary& vocabulary, std::u32string_view folded, Scratch& scratch);

// Adds a hit for each number of the text's point, weighed, in the rows from `first` on.
void AddMeaning(std::span<const float> point, std::uint32_t first, float weight,
                std::vector<Hit>& hits);

// The hit of a row of the text that was vectorised last; nullptr where it has none.
const Hit* FindHit(const Scratch& scratch, std::uint32_t row);

}  // namespace recourse::classify
