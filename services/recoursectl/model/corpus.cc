#include "services/recoursectl/model/corpus.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "services/classify/domain/model/encode.h"

namespace recourse::ctl::model {
namespace {

struct Met {
  std::uint64_t hash = 0;
  std::uint32_t texts = 0;
  std::uint32_t last = 0;  // the text that counted it last, plus one
  classify::Block block = classify::Block::kWords;
};

std::vector<Met> CountTexts(const std::vector<const Example*>& texts,
                            const classify::FeatureShape& shape) {
  std::unordered_map<std::uint64_t, Met> met;
  std::vector<classify::Token> tokens;
  std::vector<classify::Feature> features;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    classify::Tokenize(texts[i]->folded, tokens);
    classify::FindFeatures(texts[i]->folded, tokens, shape, features);
    for (const classify::Feature& feature : features) {
      Met& one = met[feature.hash];
      if (one.last == i + 1) continue;
      one = {feature.hash, one.texts + 1, i + 1, feature.block};
    }
  }
  std::vector<Met> all;
  all.reserve(met.size());
  for (const auto& [hash, one] : met) all.push_back(one);
  return all;
}

}  // namespace

Corpus MakeCorpus(const std::vector<const Example*>& texts, const FeatureSettings& settings) {
  std::vector<Met> met = CountTexts(texts, settings.shape);
  std::erase_if(met, [&](const Met& one) { return one.texts < settings.least_texts; });
  std::sort(met.begin(), met.end(), [](const Met& a, const Met& b) {
    return std::tuple(a.block, b.texts, a.hash) < std::tuple(b.block, a.texts, b.hash);
  });
  if (met.size() > classify::kRowsMax) met.resize(classify::kRowsMax);
  Corpus corpus;
  std::vector<std::uint64_t> hashes;
  const double count = static_cast<double>(texts.size());
  for (const Met& one : met) {
    hashes.push_back(one.hash);
    const double idf = std::log((1 + count) / (1 + static_cast<double>(one.texts))) + 1;
    corpus.rows.push_back({static_cast<float>(idf), 0});
    if (one.block == classify::Block::kWords) ++corpus.rows_of_words;
  }
  corpus.slots = classify::MakeSlots(hashes);
  return corpus;
}

classify::Vocabulary VocabularyOf(const Corpus& corpus, const FeatureSettings& settings) {
  return {settings.shape,
          corpus.slots,
          corpus.rows,
          corpus.rows_of_words,
          {1, static_cast<float>(settings.characters_weight)}};
}

}  // namespace recourse::ctl::model
