#pragma once

#include <cstdint>
#include <vector>

#include "services/classify/domain/model/vocabulary.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// The features that training texts have, each with its row.
struct Corpus {
  std::uint32_t rows_of_words = 0;
  std::vector<classify::Slot> slots;
  std::vector<classify::Row> rows;  // idf filled in
};

// By `settings`, from these texts alone. Rows of words first, in each block the frequent before the
// rare, so that what is read often lies together.
Corpus MakeCorpus(const std::vector<const Example*>& texts, const FeatureSettings& settings);

// Valid as long as the corpus is.
classify::Vocabulary VocabularyOf(const Corpus& corpus, const FeatureSettings& settings);

}  // namespace recourse::ctl::model
