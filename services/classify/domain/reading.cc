#include "services/classify/domain/reading.h"

#include <algorithm>

#include "services/classify/domain/language.h"
#include "services/classify/domain/words.h"

namespace recourse::classify {

Reading::Reading(const Policy& policy, const FoldedText& text, const Feedback& feedback)
    : policy_(policy),
      text_(text),
      feedback_(feedback),
      terms_(FindTerms(policy.lexicon, text.folded)),
      language_(LanguageOf(text.folded)) {}

bool Reading::HasPattern(PatternIndex pattern) const {
  if (!patterns_) patterns_ = policy_.patterns->Matched(text_.folded);
  return (*patterns_)[pattern];
}

bool Reading::Meets(const FieldCondition& condition) const {
  const std::string_view value = ValueOf(condition.field);
  return std::find(condition.values.begin(), condition.values.end(), value) !=
         condition.values.end();
}

std::string_view Reading::ValueOf(FeedbackField field) const {
  switch (field) {
    case FeedbackField::kChannel:
      return feedback_.channel.value();
    case FeedbackField::kSourceId:
      return feedback_.source_id.value();
    case FeedbackField::kPlace:
      return feedback_.place.value();
    case FeedbackField::kProduct:
      return feedback_.product.value();
    case FeedbackField::kLanguage:
      return WordOf(language_);
  }
  return "";
}

}  // namespace recourse::classify
