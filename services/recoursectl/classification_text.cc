#include "services/recoursectl/classification_text.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace recourse::ctl {
namespace {

constexpr std::string_view kTypePrefix = "FEEDBACK_TYPE_";
constexpr std::string_view kSeverityPrefix = "SEVERITY_";
constexpr std::string_view kUnspecified = "unspecified";
constexpr const char* kSentiments[] = {"very_negative", "negative", "neutral", "positive",
                                       "very_positive"};
constexpr int kSentimentMax = 2;

std::string WordOf(const std::string& name, std::string_view prefix) {
  std::string word = name.substr(std::min(prefix.size(), name.size()));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word == kUnspecified ? "" : word;
}

std::string NameOf(const std::string& word, std::string_view prefix) {
  std::string name(prefix);
  for (const unsigned char c : word) name += static_cast<char>(std::toupper(c));
  return name;
}

}  // namespace

std::string TypeWord(classify::v1::FeedbackType type) {
  return WordOf(classify::v1::FeedbackType_Name(type), kTypePrefix);
}

std::string SeverityWord(classify::v1::Severity severity) {
  return WordOf(classify::v1::Severity_Name(severity), kSeverityPrefix);
}

std::string SentimentWord(int sentiment) {
  if (sentiment < -kSentimentMax || sentiment > kSentimentMax) return "";
  return kSentiments[sentiment + kSentimentMax];
}

std::optional<classify::v1::FeedbackType> TypeOfWord(const std::string& word) {
  classify::v1::FeedbackType type{};
  const bool known = classify::v1::FeedbackType_Parse(NameOf(word, kTypePrefix), &type);
  return known && !TypeWord(type).empty() ? std::optional(type) : std::nullopt;
}

std::optional<classify::v1::Severity> SeverityOfWord(const std::string& word) {
  classify::v1::Severity severity{};
  const bool known = classify::v1::Severity_Parse(NameOf(word, kSeverityPrefix), &severity);
  return known && !SeverityWord(severity).empty() ? std::optional(severity) : std::nullopt;
}

}  // namespace recourse::ctl
