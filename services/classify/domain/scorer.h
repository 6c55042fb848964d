#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "services/classify/domain/scores.h"

namespace recourse::classify {

// Where models come in. Called before the transaction begins, since it may take its time; the same
// text and models give the same scores. Thread-safe.
class Scorer {
 public:
  virtual ~Scorer() = default;
  // Of each text in its place, all by the same models. Texts as they were sent, valid UTF-8: a
  // model folds them further than rules do. Spans are of them. Many at once cost less than one by
  // one.
  virtual std::vector<Scores> ScoreAll(std::span<const std::string_view> texts) const = 0;
  Scores Score(std::string_view text) const { return std::move(ScoreAll({&text, 1}).front()); }
  // False until it is known which model decides: nothing may be scored before.
  virtual bool Ready() const { return true; }
};

// The scorer of a system without a model: it knows nothing and says so.
class NoModel final : public Scorer {
 public:
  std::vector<Scores> ScoreAll(std::span<const std::string_view> texts) const override {
    return std::vector<Scores>(texts.size());
  }
};

}  // namespace recourse::classify
