#pragma once

#include <cmath>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "services/classify/domain/encoder.h"
#include "tests/support/output_model.h"

namespace recourse::classify::testing {

// Points of two dimensions: whether a text's words mean a card, and whether they mean a fee. Words
// that no model of BankWords knows are among them.
class WordEncoder final : public Encoder {
 public:
  explicit WordEncoder(std::string release = "words-1") : release_(std::move(release)) {}
  const std::string& release() const override { return release_; }
  std::size_t dimensions() const override { return 2; }
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const override {
    points.clear();
    for (const std::string& text : texts) {
      const float card = Count(text, {"card", "plastic"}), fee = Count(text, {"fee", "charge"});
      const float length = std::hypot(card, fee);
      points.push_back(length == 0 ? 0 : card / length);
      points.push_back(length == 0 ? 0 : fee / length);
    }
    const std::lock_guard lock(mutex_);
    calls_.push_back(texts.size());
  }
  // How many texts each call brought.
  std::vector<std::size_t> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  static float Count(const std::string& text, const std::set<std::string>& wanted) {
    float count = 0;
    std::string word;
    for (const char c : text + " ") {
      if (c != ' ') {
        word += c;
        continue;
      }
      count += wanted.contains(word) ? 1.0F : 0.0F;
      word.clear();
    }
    return count;
  }

  const std::string release_;
  mutable std::mutex mutex_;
  mutable std::vector<std::size_t> calls_;
};

// OutputModel that looks at WordEncoder's points too: what means a card is a complaint of category
// `card`, what means a fee is praise of category `fee`, both with a probability above 0.99.
inline DraftModel MeaningModel(const std::map<std::u32string, Weights>& words,
                               const std::string& name = "second") {
  DraftModel draft = OutputModel(words, name);
  draft.encoder = "words-1";
  draft.meaning_weight = 1;
  draft.rows_of_meaning = 2;
  for (const Weights& weights :
       {Weights{3, -3, 3, -3, -1, 1, 1, -1}, Weights{-3, 3, -3, 3, 1, -1, -1, 1}}) {
    draft.idf.push_back(1);
    draft.weights.insert(draft.weights.end(), weights.begin(), weights.end());
  }
  return draft;
}

// A draft without one of its heads.
inline DraftModel Without(DraftModel draft, const std::string& head) {
  std::size_t first = 0, at = 0, all = 0;
  for (const DraftHead& each : draft.heads) all += each.labels.size();
  while (draft.heads[at].name != head) first += draft.heads[at++].labels.size();
  const std::size_t count = draft.heads[at].labels.size();
  std::vector<float> weights;
  for (std::size_t i = 0; i < draft.weights.size(); ++i) {
    if (i % all < first || i % all >= first + count) weights.push_back(draft.weights[i]);
  }
  draft.weights = weights;
  draft.heads.erase(draft.heads.begin() + static_cast<std::ptrdiff_t>(at));
  return draft;
}

}  // namespace recourse::classify::testing
