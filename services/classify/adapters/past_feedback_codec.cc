#include "services/classify/adapters/past_feedback_codec.h"

#include <google/protobuf/util/time_util.h>

#include <utility>
#include <vector>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "services/classify/adapters/folding.h"
#include "services/classify/domain/words.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

FeedbackType TypeOf(v1::FeedbackType type) {
  switch (type) {
    case v1::FEEDBACK_TYPE_ENQUIRY:
      return FeedbackType::kEnquiry;
    case v1::FEEDBACK_TYPE_SUGGESTION:
      return FeedbackType::kSuggestion;
    case v1::FEEDBACK_TYPE_PRAISE:
      return FeedbackType::kPraise;
    case v1::FEEDBACK_TYPE_NOISE:
      return FeedbackType::kNoise;
    default:
      return FeedbackType::kComplaint;
  }
}

Severity SeverityOf(v1::Severity severity) {
  switch (severity) {
    case v1::SEVERITY_LOW:
      return Severity::kLow;
    case v1::SEVERITY_HIGH:
      return Severity::kHigh;
    case v1::SEVERITY_CRITICAL:
      return Severity::kCritical;
    default:
      return Severity::kNormal;
  }
}

template <typename Pieces>
std::vector<Evidence> EvidenceOf(const Pieces& pieces) {
  std::vector<Evidence> evidence;
  for (const v1::Evidence& piece : pieces) {
    Evidence& one = evidence.emplace_back();
    one.span = {static_cast<std::uint32_t>(piece.begin()), static_cast<std::uint32_t>(piece.end())};
    ToUtf32(piece.term(), one.term);
  }
  return evidence;
}

// Outputs that this version does not know are left out.
std::vector<Estimate> EstimatesOf(const v1::Classification& in) {
  std::vector<Estimate> estimates;
  for (const v1::Estimate& each : in.estimates()) {
    const auto output = OutputNamed(each.output());
    if (!output) continue;
    estimates.push_back({*output, each.label(), each.probability(), each.calibrated(),
                         each.abstained(), EvidenceOf(each.evidence())});
  }
  return estimates;
}

Classification ClassificationOf(const v1::Classification& in) {
  Classification out;
  out.type = TypeOf(in.type());
  out.category = Category(in.category());
  out.category_probability = in.category_probability();
  out.dimension = DimensionNamed(in.dimension()).value_or(out.dimension);
  out.sentiment = static_cast<Sentiment>(in.sentiment());
  out.severity = SeverityOf(in.severity());
  out.language = LanguageNamed(in.language()).value_or(out.language);
  out.rule_id = RuleId(in.rule_id());
  out.rules_version = in.rules_version();
  out.model_version = ModelVersion(in.model_version());
  out.second_model_version = ModelVersion(in.second_model_version());
  out.evidence = EvidenceOf(in.evidence());
  out.category_stated = in.category_stated();
  out.estimates = EstimatesOf(in);
  out.triage = in.triage();
  return out;
}

Feedback FeedbackOf(const v1::FeedbackEvent& in, const Uuid& id) {
  const v1::FeedbackClassified& said = in.classified();
  Feedback feedback;
  feedback.feedback_id = FeedbackId(id);
  feedback.customer_id = CustomerId(ParseUuid(in.customer_id()).value_or(Uuid{}));
  feedback.occurred_time = Timestamp(
      Duration(google::protobuf::util::TimeUtil::TimestampToMilliseconds(in.occurred_time())));
  feedback.source_id = SourceId(said.source_id());
  feedback.channel = Channel(said.channel());
  feedback.text = said.text();
  feedback.place = Place(said.place());
  feedback.product = Product(said.product());
  feedback.about_ticket_id = TicketId(said.about_ticket_id());
  if (said.classification().category_stated()) {
    feedback.stated_category = Category(said.classification().category());
  }
  return feedback;
}

}  // namespace

StatusOr<std::optional<PastFeedback>> ReadPastFeedback(const std::string& payload) {
  v1::FeedbackEvent in;
  const bool parsed = in.ParseFromString(payload) && in.has_classified();
  const auto id = ParseUuid(in.feedback_id());
  if (!parsed || !id) return absl::DataLossError("a kept fact of this service cannot be read");
  if (in.classified().ordinal() != 1) return std::optional<PastFeedback>();
  auto text = FoldText(in.classified().text());
  if (!text.ok()) return absl::DataLossError("a kept fact of this service has a text not UTF-8");
  PastFeedback past;
  past.made = ClassificationOf(in.classified().classification());
  past.received = {FeedbackOf(in, *id),
                   *std::move(text),
                   {past.made.estimates, past.made.model_version, past.made.second_model_version}};
  return std::optional(std::move(past));
}

}  // namespace recourse::classify
