#pragma once

#include <cstdint>
#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/classify/domain/model/vocabulary.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// The features that training texts have, each with its row.
struct Corpus {
  std::vector<classify::Slot> slots;
  std::vector<classify::Row> rows;  // idf filled in
  // The first rows are words with these runs of characters, as rows, as often as they occur in it.
  std::vector<std::vector<std::uint32_t>> spellings;
};

// By `settings`, from these texts alone. Single words first, then other features of words, then
// characters; of each the frequent before the rare, so that what is read often lies together.
Corpus MakeCorpus(const std::vector<const Example*>& texts, const FeatureSettings& settings);

// Valid as long as the corpus is. Words are not spelled: every run of theirs is told.
classify::Vocabulary VocabularyOf(const Corpus& corpus, const FeatureSettings& settings);

// Adds to a trained draft the rows of spelling: of each word the sum of what its runs say.
void AddSpellings(const Corpus& corpus, classify::DraftModel& draft);

}  // namespace recourse::ctl::model
