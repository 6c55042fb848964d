#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/classify/domain/model/model.h"
#include "services/classify/domain/model/vocabulary.h"
#include "services/classify/domain/text.h"

namespace recourse::classify {

// Words of a text that spoke for a label, and how much of the label's sum came from them.
struct Tipping {
  Span span;         // code points of the text as it was sent
  float weight = 0;  // above 0, in the units of the sum
};

// The words that spoke loudest for `label` (of all labels of the model), at most `most`, loudest
// first. What a feature adds is shared out evenly over the code points it covers and gathered again
// by word; ideographs side by side that speak for it are shown together. `scratch` still holds what
// Score left of this very text.
std::vector<Tipping> FindTipping(const Model& model, const FoldedText& text, std::uint32_t label,
                                 std::size_t most, Scratch& scratch);

}  // namespace recourse::classify
