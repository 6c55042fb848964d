#pragma once

#include <string_view>

#include "services/classify/domain/scores.h"

namespace recourse::classify {

// Where models come in. Called before the transaction begins, since it may take its time; the same
// text and model give the same scores. Thread-safe.
class Scorer {
 public:
  virtual ~Scorer() = default;
  // `text` as it was sent, valid UTF-8: a model folds it further than rules do. Spans are of it.
  virtual Scores Score(std::string_view text) const = 0;
  // False until it is known which model decides: nothing may be scored before.
  virtual bool Ready() const { return true; }
};

// The scorer of a system without a model: it knows nothing and says so.
class NoModel final : public Scorer {
 public:
  Scores Score(std::string_view) const override { return {}; }
};

}  // namespace recourse::classify
