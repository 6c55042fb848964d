#pragma once

#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/classify/domain/model/model.h"
#include "services/classify/domain/model/vocabulary.h"

namespace recourse::classify {

// A model's bytes where Model::Open wants them.
inline std::shared_ptr<std::byte> AlignedBytes(const std::string& bytes) {
  constexpr std::align_val_t kAlignment{kSectionAlignment};
  auto* memory = static_cast<std::byte*>(::operator new(bytes.size() + 1, kAlignment));
  std::memcpy(memory, bytes.data(), bytes.size());
  return {memory, [](std::byte* old) { ::operator delete(old, kAlignment); }};
}

inline StatusOr<std::shared_ptr<const Model>> OpenModel(const std::string& bytes) {
  const auto memory = AlignedBytes(bytes);
  return Model::Open({memory.get(), bytes.size()}, memory);
}

// The hash of a text that is one word.
inline std::uint64_t HashOfWord(std::u32string_view word) {
  std::vector<Token> tokens;
  std::vector<Feature> features;
  Tokenize(word, tokens);
  FindFeatures(word, tokens, {1, 1, 0, 1, 0}, features);
  return features.front().hash;
}

// A model that looks at single words: head `mood` with labels `bad` and `good`, head `topic` with
// `card`, `fee` and `loan`; weights of a word by label in that order. idf is 1, so a text of n
// different known words gives each of them 1 / sqrt(n).
inline DraftModel WordModel(const std::map<std::u32string, std::vector<float>>& words) {
  DraftModel draft;
  draft.name = "words";
  draft.licence_class = "A";
  draft.shape = {1, 1, 0, 1, 0};
  draft.heads = {{"mood", 1, true, {{"bad", 0, 0, 0}, {"good", 0, 0, 0}}},
                 {"topic", 1, true, {{"card", 0, 0, 0}, {"fee", 0, 0, 0}, {"loan", 0, 0, 0}}}};
  std::vector<std::uint64_t> hashes;
  for (const auto& [word, weights] : words) {
    hashes.push_back(HashOfWord(word));
    draft.idf.push_back(1);
    draft.weights.insert(draft.weights.end(), weights.begin(), weights.end());
  }
  draft.slots = MakeSlots(hashes);
  return draft;
}

}  // namespace recourse::classify
