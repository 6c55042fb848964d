#pragma once

#include <optional>
#include <string_view>

#include "services/classify/domain/classification.h"

namespace recourse::classify {

// The one word for each value, the same in rules documents, tables and logs: "complaint", "high",
// "reliability" (unsaid is empty), "very_negative", "zh". Read what is not such a word: nothing.
std::string_view WordOf(FeedbackType type);
std::string_view WordOf(Severity severity);
std::string_view WordOf(Dimension dimension);
std::string_view WordOf(Sentiment sentiment);
std::string_view WordOf(Language language);
std::string_view WordOf(Output output);

std::optional<FeedbackType> FeedbackTypeNamed(std::string_view word);
std::optional<Severity> SeverityNamed(std::string_view word);
std::optional<Dimension> DimensionNamed(std::string_view word);
std::optional<Sentiment> SentimentNamed(std::string_view word);
std::optional<Language> LanguageNamed(std::string_view word);
std::optional<Output> OutputNamed(std::string_view word);

}  // namespace recourse::classify
