#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/common/core/status.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// What a model said of a text of one head.
struct Outcome {
  std::uint32_t truth = 0;
  std::vector<float> sums;  // one a label
};

// Lent by `rows`, in their order.
std::vector<const Example*> AllOf(const std::vector<Example>& rows);

// A model of these texts whose sums are not yet probabilities.
StatusOr<classify::DraftModel> Fit(const Manifest& manifest, const Examples& examples,
                                   const std::vector<const Example*>& texts);

// What a model of the other folds says of each text, by head: each text is asked of a model that
// has not seen it, nor any text that folds to the same. Rows aside are learned from and not asked.
// Scored by the very code that serves.
StatusOr<std::vector<std::vector<Outcome>>> CrossValidate(const Manifest& manifest,
                                                          const Examples& examples);

// What the encoded model says of the rows that have a label, by head.
StatusOr<std::vector<std::vector<Outcome>>> Ask(const std::string& bytes,
                                                const std::vector<const Example*>& rows,
                                                std::size_t heads);

// The fold of each row: rows of one label are spread evenly, equal texts stay together, and so do
// rows that are to be held out together, but for a text of one bundle that another has too.
std::vector<std::uint32_t> FoldsOf(const std::vector<Example>& rows, std::uint32_t folds,
                                   std::uint32_t seed);

}  // namespace recourse::ctl::model
