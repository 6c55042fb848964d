#include "services/classify/domain/model/vocabulary.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace recourse::classify {
namespace {

constexpr std::size_t kAhead = 12;  // so many features ahead their slots are on their way
constexpr std::size_t kSeenMin = 64;

std::size_t PlaceOf(std::uint32_t row, std::size_t size) {
  return (row * std::size_t{0x9e3779b1U} >> 7U) & (size - 1);
}

// The hit of this row, made where there is none yet.
Hit& HitOf(Scratch& scratch, std::uint32_t row) {
  std::size_t at = PlaceOf(row, scratch.seen.size());
  while (scratch.seen[at] != 0) {
    Hit& hit = scratch.hits[scratch.seen[at] - 1];
    if (hit.row == row) return hit;
    at = (at + 1) & (scratch.seen.size() - 1);
  }
  scratch.hits.push_back({row, 0, 0});
  scratch.seen[at] = static_cast<std::uint32_t>(scratch.hits.size());
  return scratch.hits.back();
}

// Most features occur once, and a logarithm costs more than all else that is done for one.
float Frequency(std::uint32_t count) {
  return count == 1 ? 1.0F : 1.0F + std::log(static_cast<float>(count));
}

void Collect(const Vocabulary& vocabulary, Scratch& scratch) {
  const auto& features = scratch.features;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (i + kAhead < features.size()) {
      const std::uint64_t next = features[i + kAhead].hash;
      __builtin_prefetch(&vocabulary.slots[Home(next, vocabulary.slots.size())]);
    }
    const std::uint32_t row = FindRow(vocabulary.slots, features[i].hash);
    if (row != kNoRow) ++HitOf(scratch, row).count;
  }
}

}  // namespace

std::uint32_t FindRow(std::span<const Slot> slots, std::uint64_t hash) {
  const auto tag = static_cast<std::uint32_t>(hash);
  const Slot* const first = slots.data();
  for (std::uint64_t at = Home(hash, slots.size());; at = (at + 1) & (slots.size() - 1)) {
    const Slot slot = first[at];
    if (slot.row == kNoRow || slot.tag == tag) return slot.row;
  }
}

const Hit* FindHit(const Scratch& scratch, std::uint32_t row) {
  if (scratch.seen.empty()) return nullptr;
  for (std::size_t at = PlaceOf(row, scratch.seen.size()); scratch.seen[at] != 0;
       at = (at + 1) & (scratch.seen.size() - 1)) {
    const Hit& hit = scratch.hits[scratch.seen[at] - 1];
    if (hit.row == row) return &hit;
  }
  return nullptr;
}

void AddMeaning(std::span<const float> point, std::uint32_t first, float weight,
                std::vector<Hit>& hits) {
  for (std::uint32_t i = 0; i < point.size(); ++i)
    hits.push_back({first + i, 1, weight * point[i]});
}

void Vectorize(const Vocabulary& vocabulary, std::u32string_view folded, Scratch& scratch) {
  Tokenize(folded, scratch.tokens);
  FindFeatures(folded, scratch.tokens, vocabulary.shape, scratch.features);
  scratch.hits.clear();
  scratch.seen.assign(std::bit_ceil(std::max(kSeenMin, 2 * scratch.features.size())), 0);
  Collect(vocabulary, scratch);
  float squares[kBlocks] = {0, 0};
  const auto block_of = [&](const Hit& hit) { return hit.row < vocabulary.rows_of_words ? 0 : 1; };
  for (Hit& hit : scratch.hits) {
    hit.value = Frequency(hit.count) * vocabulary.rows[hit.row].idf;
    squares[block_of(hit)] += hit.value * hit.value;
  }
  float factors[kBlocks];
  for (std::size_t b = 0; b < kBlocks; ++b) {
    factors[b] = squares[b] > 0 ? vocabulary.block_weight[b] / std::sqrt(squares[b]) : 0;
  }
  for (Hit& hit : scratch.hits) hit.value *= factors[block_of(hit)];
}

}  // namespace recourse::classify
