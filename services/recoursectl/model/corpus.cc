#include "services/recoursectl/model/corpus.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

namespace recourse::ctl::model {
namespace {

// Words that are known as a whole; of the others characters are looked at, as of unknown ones.
constexpr std::size_t kSpelledMax = classify::kRowsMax / 4;
constexpr std::size_t kMeaningMax = 4'096;  // rows that are kept for the encoder's dimensions

// Where a word stands in the texts.
struct Place {
  std::uint32_t text = 0;
  classify::Token word{};
};

struct Met {
  std::uint64_t hash = 0;
  std::uint32_t texts = 0;
  std::uint32_t last = 0;  // the text that counted it last, plus one
  classify::Block block = classify::Block::kWords;
  bool is_word = false;
};

struct AllMet {
  std::unordered_map<std::uint64_t, Met> features;
  std::unordered_map<std::uint64_t, Place> words;  // by the feature that they are by themselves
};

AllMet CountTexts(const std::vector<const Example*>& texts, const classify::FeatureShape& shape) {
  AllMet met;
  std::vector<classify::Token> tokens;
  std::vector<classify::Feature> features;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    classify::Tokenize(texts[i]->folded, tokens);
    classify::FindFeatures(texts[i]->folded, tokens, shape, features);
    for (const classify::Feature& feature : features) {
      Met& one = met.features[feature.hash];
      if (one.last == i + 1) continue;
      one = {feature.hash, one.texts + 1, i + 1, feature.block};
    }
    for (const classify::Token& token : tokens) {
      if (token.kind != classify::Token::Kind::kWord) continue;
      met.words.try_emplace(classify::HashOfSingle(token), Place{i, token});
    }
  }
  return met;
}

// What is kept, in the order of the rows.
std::vector<Met> Choose(const AllMet& met, const FeatureSettings& settings) {
  std::vector<Met> chosen;
  for (const auto& [hash, one] : met.features) {
    if (one.texts < settings.least_texts) continue;
    chosen.push_back(one);
    chosen.back().is_word = settings.shape.characters_max > 0 && met.words.contains(hash);
  }
  std::sort(chosen.begin(), chosen.end(), [](const Met& a, const Met& b) {
    return std::tuple(!a.is_word, a.block, b.texts, a.hash) <
           std::tuple(!b.is_word, b.block, a.texts, b.hash);
  });
  const auto words = static_cast<std::size_t>(
      std::count_if(chosen.begin(), chosen.end(), [](const Met& one) { return one.is_word; }));
  const std::size_t most = classify::kRowsMax - kMeaningMax - std::min(words, kSpelledMax);
  if (chosen.size() > most) chosen.resize(most);
  return chosen;
}

std::vector<std::uint32_t> SpellingOf(const Place& place, const std::vector<const Example*>& texts,
                                      const classify::FeatureShape& shape,
                                      const std::vector<classify::Slot>& slots) {
  std::vector<classify::Feature> runs;
  classify::FindCharacterRuns(texts[place.text]->folded, place.word, shape, runs);
  std::vector<std::uint32_t> rows;
  for (const classify::Feature& run : runs) {
    const std::uint32_t row = classify::FindRow(slots, run.hash);
    if (row != classify::kNoRow) rows.push_back(row);
  }
  return rows;
}

}  // namespace

Corpus MakeCorpus(const std::vector<const Example*>& texts, const FeatureSettings& settings) {
  const AllMet met = CountTexts(texts, settings.shape);
  const std::vector<Met> chosen = Choose(met, settings);
  Corpus corpus;
  std::vector<std::uint64_t> hashes;
  const double count = static_cast<double>(texts.size());
  for (const Met& one : chosen) {
    hashes.push_back(one.hash);
    const double idf = std::log((1 + count) / (1 + static_cast<double>(one.texts))) + 1;
    corpus.rows.push_back({static_cast<float>(idf), 0});
  }
  corpus.slots = classify::MakeSlots(hashes);
  for (const Met& one : chosen) {
    if (!one.is_word || corpus.spellings.size() == kSpelledMax) break;
    const Place& place = met.words.at(one.hash);
    corpus.spellings.push_back(SpellingOf(place, texts, settings.shape, corpus.slots));
  }
  return corpus;
}

classify::Vocabulary VocabularyOf(const Corpus& corpus, const FeatureSettings& settings) {
  return {settings.shape,
          corpus.slots,
          corpus.rows,
          0,
          0,
          {1, static_cast<float>(settings.characters_weight)}};
}

void AddSpellings(const Corpus& corpus, classify::DraftModel& draft) {
  const std::size_t labels = draft.weights.size() / draft.idf.size();
  for (const std::vector<std::uint32_t>& runs : corpus.spellings) {
    float square = 0;
    std::vector<float> sum(labels, 0);
    for (const std::uint32_t run : runs) {
      const float idf = corpus.rows[run].idf;
      square += idf * idf;
      for (std::size_t i = 0; i < labels; ++i) sum[i] += idf * draft.weights[run * labels + i];
    }
    draft.idf.push_back(std::sqrt(square));
    draft.weights.insert(draft.weights.end(), sum.begin(), sum.end());
  }
  draft.rows_of_spelling = static_cast<std::uint32_t>(corpus.spellings.size());
}

}  // namespace recourse::ctl::model
