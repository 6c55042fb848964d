#pragma once

#include <string_view>

#include "services/classify/domain/words.h"

namespace recourse::classify {

// How a model says that a text has no dimension: a label needs a name. In estimates it is empty.
inline constexpr std::string_view kNoDimension = "none";

// The word of the output behind a model's label.
inline std::string_view WordOfLabel(Output output, std::string_view label) {
  return output == Output::kDimension && label == kNoDimension ? std::string_view() : label;
}

// Whether a label is a word of the output; of a category any is, for the taxonomy changes.
inline bool IsWordOf(Output output, std::string_view label) {
  const std::string_view word = WordOfLabel(output, label);
  switch (output) {
    case Output::kType:
      return FeedbackTypeNamed(word).has_value();
    case Output::kCategory:
      return !word.empty();
    case Output::kDimension:
      return DimensionNamed(word).has_value();
    case Output::kSentiment:
      return SentimentNamed(word).has_value();
    case Output::kSeverity:
      return SeverityNamed(word).has_value();
  }
  return false;
}

}  // namespace recourse::classify
