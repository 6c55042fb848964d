#pragma once

#include "services/classify/domain/scores.h"
#include "services/classify/domain/text.h"

namespace recourse::classify {

// Where models come in. Called before the transaction begins, since it may take its time; the same
// text and model give the same scores. Thread-safe.
class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual Scores Score(const FoldedText& text) const = 0;
};

// The scorer of a system without a model: it knows nothing and says so.
class NoModel final : public Scorer {
 public:
  Scores Score(const FoldedText&) const override { return {}; }
};

}  // namespace recourse::classify
