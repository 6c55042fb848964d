#pragma once

#include <optional>
#include <string>

#include "recourse/classify/v1/feedback_event.pb.h"

namespace recourse::ctl {

// The words that manifests and rules documents have: complaint; high; very_negative. Empty for what
// is unspecified, or beyond -2 to 2.
std::string TypeWord(classify::v1::FeedbackType type);
std::string SeverityWord(classify::v1::Severity severity);
std::string SentimentWord(int sentiment);

// The value of a word; nothing where there is no such word.
std::optional<classify::v1::FeedbackType> TypeOfWord(const std::string& word);
std::optional<classify::v1::Severity> SeverityOfWord(const std::string& word);

}  // namespace recourse::ctl
