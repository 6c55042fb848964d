#include "services/classify/domain/words.h"

#include <algorithm>
#include <iterator>

#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

template <typename Value>
struct Entry {
  Value value;
  std::string_view word;
};

constexpr Entry<FeedbackType> kTypes[] = {{FeedbackType::kComplaint, "complaint"},
                                          {FeedbackType::kEnquiry, "enquiry"},
                                          {FeedbackType::kSuggestion, "suggestion"},
                                          {FeedbackType::kPraise, "praise"},
                                          {FeedbackType::kNoise, "noise"}};
constexpr Entry<Severity> kSeverities[] = {{Severity::kLow, "low"},
                                           {Severity::kNormal, "normal"},
                                           {Severity::kHigh, "high"},
                                           {Severity::kCritical, "critical"}};
constexpr Entry<Dimension> kDimensions[] = {{Dimension::kUnsaid, ""},
                                            {Dimension::kTangibles, "tangibles"},
                                            {Dimension::kReliability, "reliability"},
                                            {Dimension::kResponsiveness, "responsiveness"},
                                            {Dimension::kAssurance, "assurance"},
                                            {Dimension::kEmpathy, "empathy"}};
constexpr Entry<Sentiment> kSentiments[] = {{Sentiment::kVeryNegative, "very_negative"},
                                            {Sentiment::kNegative, "negative"},
                                            {Sentiment::kNeutral, "neutral"},
                                            {Sentiment::kPositive, "positive"},
                                            {Sentiment::kVeryPositive, "very_positive"}};
constexpr Entry<Language> kLanguages[] = {{Language::kUndetermined, "und"},
                                          {Language::kChinese, "zh"},
                                          {Language::kEnglish, "en"},
                                          {Language::kMultiple, "mul"}};
constexpr Entry<Output> kOutputWords[] = {{Output::kType, "type"},
                                          {Output::kCategory, "category"},
                                          {Output::kDimension, "dimension"},
                                          {Output::kSentiment, "sentiment"},
                                          {Output::kSeverity, "severity"}};

template <typename Value, std::size_t kCount>
std::string_view Word(const Entry<Value> (&entries)[kCount], Value value) {
  const auto* found = std::find_if(std::begin(entries), std::end(entries),
                                   [&](const auto& entry) { return entry.value == value; });
  RECOURSE_CHECK(found != std::end(entries));
  return found->word;
}

template <typename Value, std::size_t kCount>
std::optional<Value> Read(const Entry<Value> (&entries)[kCount], std::string_view word) {
  const auto* found = std::find_if(std::begin(entries), std::end(entries),
                                   [&](const auto& entry) { return entry.word == word; });
  return found == std::end(entries) ? std::nullopt : std::optional<Value>(found->value);
}

}  // namespace

std::string_view WordOf(FeedbackType type) { return Word(kTypes, type); }
std::string_view WordOf(Severity severity) { return Word(kSeverities, severity); }
std::string_view WordOf(Dimension dimension) { return Word(kDimensions, dimension); }
std::string_view WordOf(Sentiment sentiment) { return Word(kSentiments, sentiment); }
std::string_view WordOf(Language language) { return Word(kLanguages, language); }
std::string_view WordOf(Output output) { return Word(kOutputWords, output); }

std::optional<FeedbackType> FeedbackTypeNamed(std::string_view word) { return Read(kTypes, word); }
std::optional<Severity> SeverityNamed(std::string_view word) { return Read(kSeverities, word); }
std::optional<Dimension> DimensionNamed(std::string_view word) { return Read(kDimensions, word); }
std::optional<Sentiment> SentimentNamed(std::string_view word) { return Read(kSentiments, word); }
std::optional<Language> LanguageNamed(std::string_view word) { return Read(kLanguages, word); }
std::optional<Output> OutputNamed(std::string_view word) { return Read(kOutputWords, word); }

}  // namespace recourse::classify
