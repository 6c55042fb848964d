#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/classify/domain/text.h"
#include "services/common/core/named.h"

namespace recourse::classify {

using Category = Named<struct CategoryTag>;
using ModelVersion = Named<struct ModelVersionTag>;

// What nobody could place. Every taxonomy has it.
inline Category OtherCategory() { return Category("other"); }

// Words of the text that tipped it: where they stand in the text as sent, and what they are,
// folded.
struct Evidence {
  Span span;
  std::u32string term;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// What a model can be asked of a text. A head of a model that has one of these names answers it.
enum class Output { kType, kCategory, kDimension, kSentiment, kSeverity };
inline constexpr Output kOutputs[] = {Output::kType, Output::kCategory, Output::kDimension,
                                      Output::kSentiment, Output::kSeverity};

// Of one estimate: enough to see why, and a bound on what a fact carries.
inline constexpr std::size_t kEstimateEvidenceMax = 8;

// A model's likeliest label of one output.
struct Estimate {
  Output output = Output::kCategory;
  std::string label{};  // a word of the output: `complaint`, `card`, `reliability`, `high`
  double probability = 0;
  bool calibrated = false;  // labelled texts that were not trained on stand behind the probability
  bool abstained = false;   // less likely than the label's threshold: a person shall look
  std::vector<Evidence> evidence{};  // loudest first, at most kEstimateEvidenceMax
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

// What the models make of a text: at most one estimate an output, none where they know nothing.
// Carried by the event, so that the same event is decided the same way whatever model runs by then.
struct Scores {
  std::vector<Estimate> estimates{};
  ModelVersion model_version{"none"};
  ModelVersion second_model_version{};  // of the second tier; empty where it was not asked
  friend bool operator==(const Scores&, const Scores&) = default;
};

// The estimate of an output; nullptr where there is none. Lives as long as the scores.
const Estimate* EstimateOf(const std::vector<Estimate>& estimates, Output output);

}  // namespace recourse::classify
