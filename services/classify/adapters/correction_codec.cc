#include "services/classify/adapters/correction_codec.h"

#include <string>

#include "recourse/classify/v1/classify_service.pb.h"
#include "services/classify/domain/words.h"

namespace recourse::classify {
namespace {

constexpr int kSentimentMax = 2;
// The empty word leaves the dimension as it was, so that having none needs a word of its own.
constexpr const char* kNoDimension = "none";

std::optional<FeedbackType> TypeOf(v1::FeedbackType type) {
  switch (type) {
    case v1::FEEDBACK_TYPE_COMPLAINT:
      return FeedbackType::kComplaint;
    case v1::FEEDBACK_TYPE_ENQUIRY:
      return FeedbackType::kEnquiry;
    case v1::FEEDBACK_TYPE_SUGGESTION:
      return FeedbackType::kSuggestion;
    case v1::FEEDBACK_TYPE_PRAISE:
      return FeedbackType::kPraise;
    case v1::FEEDBACK_TYPE_NOISE:
      return FeedbackType::kNoise;
    default:
      return std::nullopt;
  }
}

std::optional<Severity> SeverityOf(v1::Severity severity) {
  switch (severity) {
    case v1::SEVERITY_LOW:
      return Severity::kLow;
    case v1::SEVERITY_NORMAL:
      return Severity::kNormal;
    case v1::SEVERITY_HIGH:
      return Severity::kHigh;
    case v1::SEVERITY_CRITICAL:
      return Severity::kCritical;
    default:
      return std::nullopt;
  }
}

std::optional<Dimension> DimensionSaid(const std::string& word) {
  return word == kNoDimension ? Dimension::kUnsaid : DimensionNamed(word);
}

// A word that was said is one that is known.
std::optional<Refusal> FaultOf(const v1::CorrectClassificationRequest& in, const Said& said) {
  if (in.type() != v1::FEEDBACK_TYPE_UNSPECIFIED && !said.type) return Refusal{"type-unknown", {}};
  if (in.severity() != v1::SEVERITY_UNSPECIFIED && !said.severity) {
    return Refusal{"severity-unknown", {}};
  }
  if (!in.dimension().empty() && !said.dimension) return Refusal{"dimension-unknown", {}};
  if (in.has_sentiment() && !said.sentiment) return Refusal{"sentiment-out-of-range", {}};
  if (in.reason().find('\0') != std::string::npos) return Refusal{"text-has-nul", {}};
  return std::nullopt;
}

}  // namespace

std::variant<Said, Refusal> SaidOf(const v1::CorrectClassificationRequest& in) {
  Said said;
  said.type = TypeOf(in.type());
  if (!in.category().empty()) said.category = Category(in.category());
  if (!in.dimension().empty()) said.dimension = DimensionSaid(in.dimension());
  said.severity = SeverityOf(in.severity());
  if (in.has_sentiment() && in.sentiment() >= -kSentimentMax && in.sentiment() <= kSentimentMax) {
    said.sentiment = static_cast<Sentiment>(in.sentiment());
  }
  said.confirmed = in.confirmed();
  if (auto fault = FaultOf(in, said)) return *std::move(fault);
  return said;
}

}  // namespace recourse::classify
