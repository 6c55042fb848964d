#pragma once

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/classify/domain/model/encode.h"

namespace recourse::classify {

inline constexpr std::size_t kSpelledLabels = 3;

// Some number of -1 to 1 that the seed alone decides.
inline float AnyWeight(std::uint64_t seed) {
  return static_cast<float>(seed * 0x9e3779b97f4a7c15ULL >> 40U) * 0x1.0p-23F - 1;
}

// A model of all features of a text, with idf and weights that their hashes decide: single words
// first, each with the sum of its runs of characters as its row of spelling.
struct SpelledModel {
  DraftModel draft;
  std::map<std::uint64_t, std::uint32_t> row_of;
};

inline void AddRow(std::uint64_t hash, SpelledModel& made) {
  const auto row = static_cast<std::uint32_t>(made.draft.idf.size());
  if (!made.row_of.emplace(hash, row).second) return;
  made.draft.idf.push_back(2 + AnyWeight(hash));
  for (std::size_t i = 0; i < kSpelledLabels; ++i) {
    made.draft.weights.push_back(AnyWeight(hash + i + 1));
  }
}

inline void AddSpelling(std::u32string_view text, const Token& word, SpelledModel& made) {
  std::vector<Feature> runs;
  FindCharacterRuns(text, word, made.draft.shape, runs);
  double square = 0;
  std::vector<double> sums(kSpelledLabels, 0);
  for (const Feature& run : runs) {
    const std::uint32_t row = made.row_of.at(run.hash);
    const double idf = static_cast<double>(made.draft.idf[row]);
    square += idf * idf;
    for (std::size_t i = 0; i < kSpelledLabels; ++i) {
      sums[i] += idf * static_cast<double>(made.draft.weights[row * kSpelledLabels + i]);
    }
  }
  made.draft.idf.push_back(static_cast<float>(std::sqrt(square)));
  for (const double sum : sums) made.draft.weights.push_back(static_cast<float>(sum));
}

inline SpelledModel Spell(std::u32string_view text, const FeatureShape& shape) {
  SpelledModel made;
  made.draft.name = "spelled";
  made.draft.licence_class = "A";
  made.draft.shape = shape;
  made.draft.heads = {{"one", 1, true, {{"a", 0, 0, 0}, {"b", 0, 0, 0}, {"c", 0, 0, 0}}}};
  std::vector<Token> tokens;
  std::vector<Feature> features;
  Tokenize(text, tokens);
  FindFeatures(text, tokens, shape, features);
  std::map<std::uint32_t, Token> words;  // by row
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::kWord) continue;
    AddRow(HashOfSingle(token), made);
    words.emplace(made.row_of.at(HashOfSingle(token)), token);
  }
  for (const Feature& feature : features) AddRow(feature.hash, made);
  std::vector<std::uint64_t> hashes(made.row_of.size());
  for (const auto& [hash, row] : made.row_of) hashes[row] = hash;
  made.draft.slots = MakeSlots(hashes);
  for (const auto& [row, word] : words) AddSpelling(text, word, made);
  made.draft.rows_of_spelling = static_cast<std::uint32_t>(words.size());
  return made;
}

}  // namespace recourse::classify
