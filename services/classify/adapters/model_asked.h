#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/classify/adapters/model_file.h"
#include "services/classify/adapters/model_metrics.h"
#include "services/classify/domain/model/score.h"
#include "services/classify/domain/scores.h"
#include "services/common/text/folded.h"

namespace recourse::classify {

// Memory of one thread in which texts are folded and scored, used again for the next.
struct ModelWork {
  Folded folded;
  FoldedText text;
  Scratch scratch;
  std::vector<float> probabilities;
};

// Folds a text as models read it; valid UTF-8.
void FoldForModel(std::string_view text, ModelWork& work);

// A model as it is asked for the outputs that have a head in it. Immutable but for its counters.
class AskedModel {
 public:
  // The model has passed CheckHeads.
  explicit AskedModel(NamedModel named);

  // What one output was answered with.
  struct Said {
    Output output = Output::kCategory;
    const Head* head = nullptr;
    Answer answer{};
  };
  // All outputs of the text in `work`, from one pass; `point` is what the encoder makes of the
  // text, none for a model that does without. Severity is told of complaints alone: it was learned
  // from them, and of anything else it would say nothing. Without a head for the type it is always
  // told.
  std::vector<Said> Ask(ModelWork& work, std::span<const float> point = {}) const;
  // Whether it has a head for it.
  bool Answers(Output output) const;
  // With the words that spoke for it; `work` holds what Ask left of this very text.
  Estimate EstimateOf(const Said& said, ModelWork& work) const;
  // "" for no dimension.
  std::string_view LabelOf(const Said& said) const;
  void Count(const Said& said) const;

  const ModelVersion& model_version() const { return named_.model_version; }

 private:
  NamedModel named_;
  std::vector<std::pair<Output, const Head*>> heads_;
  std::vector<EstimateCounters> counters_;  // one a head, in the order of heads_
};

}  // namespace recourse::classify
