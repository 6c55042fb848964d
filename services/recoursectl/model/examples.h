#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/classify/domain/text.h"
#include "services/common/core/status.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

inline constexpr std::uint32_t kNoLabel = ~std::uint32_t{0};

// One text, folded as the service folds it, with the label of each head or kNoLabel.
struct Example {
  std::u32string folded;
  std::uint64_t digest = 0;  // of the folded text: the same text has the same
  std::vector<std::uint32_t> labels;
  std::vector<float> point{};  // the sentence encoder's; empty where it is not asked
  bool aside = false;          // see Source
  std::uint64_t together = 0;  // of the rows that are held out together; 0: by itself
  std::string text{};          // as written
};

struct Examples {
  std::vector<std::vector<std::string>> labels;  // by head, sorted; from the training sources
  std::vector<Example> rows;
  std::string encoder{};  // the release that made their points; empty where they have none
};

// The rows of these sources below `folder`. The labels are those of `known`, or all that are met
// where that is empty; a row without any label is left out. A text that is blank is left out too.
StatusOr<Examples> ReadExamples(const Manifest& manifest, const std::vector<Source>& sources,
                                const std::string& folder,
                                const std::vector<std::vector<std::string>>& known);

// A text folded as the service folds it, and its digest.
Status FoldInto(std::string text, Example& example);

// What of `rows` does not occur in `training`, by folded text: nothing may be measured on what was
// learned by heart.
std::vector<Example> Unseen(const std::vector<Example>& rows, const std::vector<Example>& training);

}  // namespace recourse::ctl::model
