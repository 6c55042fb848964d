#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/classify/adapters/model_asked.h"
#include "services/classify/adapters/model_file.h"
#include "tests/unit/classify/model_values.h"

namespace recourse::classify::testing {

// Weights of a word by label, in the order of OutputModel's heads.
using Weights = std::vector<float>;

// A model that looks at single words and answers four outputs: `type` (complaint, praise),
// `category` (card, fee), `dimension` (none, reliability), `severity` (high, low). A text of n
// different known words gives each of them 1 / sqrt(n).
inline DraftModel OutputModel(const std::map<std::u32string, Weights>& words,
                              const std::string& name = "tiny") {
  DraftModel draft = WordModel(words);
  draft.name = name;
  draft.heads = {{"type", 1, false, {{"complaint", 0, 0, 0}, {"praise", 0, 0, 0}}},
                 {"category", 1, true, {{"card", 0, 0, 0}, {"fee", 0, 0, 0}}},
                 {"dimension", 1, false, {{"none", 0, 0, 0}, {"reliability", 0, 0, 0}}},
                 {"severity", 1, false, {{"high", 0, 0, 0}, {"low", 0, 0, 0}}}};
  return draft;
}

// `lost` is a grave complaint about reliability, `thanks` praise; `card` and `fee` are categories.
inline std::map<std::u32string, Weights> BankWords() {
  return {{U"lost", {1, -1, 0, 0, -1, 1, 1, -1}},
          {U"thanks", {-1, 1, 0, 0, 1, -1, 0, 0}},
          {U"card", {0, 0, 1, -1, 0, 0, 0, 0}},
          {U"fee", {0, 0, -1, 1, 0, 0, 0, 0}}};
}

inline ModelBytes BytesOf(const std::string& text) {
  ModelBytes bytes(text.size());
  bytes.Write(0, text);
  return bytes;
}

inline NamedModel NamedOf(const DraftModel& draft) { return *OpenNamed(BytesOf(*Encode(draft))); }

inline std::shared_ptr<const AskedModel> Asked(const DraftModel& draft) {
  return std::make_shared<const AskedModel>(NamedOf(draft));
}

}  // namespace recourse::classify::testing
