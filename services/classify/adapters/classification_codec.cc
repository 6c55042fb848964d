#include "services/classify/adapters/classification_codec.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "services/classify/domain/words.h"
#include "services/common/core/check.h"
#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

v1::FeedbackType ToProto(FeedbackType type) {
  switch (type) {
    case FeedbackType::kComplaint:
      return v1::FEEDBACK_TYPE_COMPLAINT;
    case FeedbackType::kEnquiry:
      return v1::FEEDBACK_TYPE_ENQUIRY;
    case FeedbackType::kSuggestion:
      return v1::FEEDBACK_TYPE_SUGGESTION;
    case FeedbackType::kPraise:
      return v1::FEEDBACK_TYPE_PRAISE;
    case FeedbackType::kNoise:
      return v1::FEEDBACK_TYPE_NOISE;
  }
  return v1::FEEDBACK_TYPE_UNSPECIFIED;
}

v1::Severity ToProto(Severity severity) {
  switch (severity) {
    case Severity::kLow:
      return v1::SEVERITY_LOW;
    case Severity::kNormal:
      return v1::SEVERITY_NORMAL;
    case Severity::kHigh:
      return v1::SEVERITY_HIGH;
    case Severity::kCritical:
      return v1::SEVERITY_CRITICAL;
  }
  return v1::SEVERITY_UNSPECIFIED;
}

std::u32string Utf32Of(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = CodePointAt(text, at);
    RECOURSE_CHECK(point.has_value());
    points.push_back(point->value);
    at += point->bytes;
  }
  return points;
}

void Write(const Evidence& evidence, v1::Evidence& out) {
  out.set_begin(static_cast<std::int32_t>(evidence.span.begin));
  out.set_end(static_cast<std::int32_t>(evidence.span.end));
  out.set_term(ToUtf8(evidence.term));
}

void Write(const Estimate& estimate, v1::Estimate& out) {
  out.set_output(std::string(WordOf(estimate.output)));
  out.set_label(estimate.label);
  out.set_probability(estimate.probability);
  out.set_calibrated(estimate.calibrated);
  out.set_abstained(estimate.abstained);
  for (const Evidence& evidence : estimate.evidence) Write(evidence, *out.add_evidence());
}

boost::json::array JsonOf(const std::vector<Evidence>& evidence) {
  boost::json::array array;
  for (const Evidence& piece : evidence) {
    array.push_back(
        {{"begin", piece.span.begin}, {"end", piece.span.end}, {"term", ToUtf8(piece.term)}});
  }
  return array;
}

std::vector<Evidence> EvidenceOf(const boost::json::array& array) {
  std::vector<Evidence> evidence;
  const auto number = [](const boost::json::value& value) {
    return value.to_number<std::uint32_t>();
  };
  for (const auto& piece : array) {
    const auto& object = piece.as_object();
    evidence.push_back({{number(object.at("begin")), number(object.at("end"))},
                        Utf32Of(object.at("term").as_string())});
  }
  return evidence;
}

Estimate EstimateOf(const boost::json::object& object) {
  const auto output = OutputNamed(object.at("output").as_string());
  RECOURSE_CHECK(output.has_value());
  return {*output,
          std::string(object.at("label").as_string()),
          object.at("probability").to_number<double>(),
          object.at("calibrated").as_bool(),
          object.at("abstained").as_bool(),
          EvidenceOf(object.at("evidence").as_array())};
}

}  // namespace

void WriteClassification(const Classification& classification, v1::Classification& out) {
  out.set_type(ToProto(classification.type));
  out.set_category(classification.category.value());
  out.set_category_probability(classification.category_probability);
  out.set_dimension(std::string(WordOf(classification.dimension)));
  out.set_sentiment(static_cast<std::int32_t>(classification.sentiment));
  out.set_severity(ToProto(classification.severity));
  out.set_language(std::string(WordOf(classification.language)));
  out.set_rule_id(classification.rule_id.value());
  out.set_rules_version(classification.rules_version);
  out.set_model_version(classification.model_version.value());
  out.set_second_model_version(classification.second_model_version.value());
  out.set_category_stated(classification.category_stated);
  for (const Evidence& evidence : classification.evidence) Write(evidence, *out.add_evidence());
  for (const Estimate& estimate : classification.estimates) Write(estimate, *out.add_estimates());
  out.set_triage(classification.triage);
}

std::string EvidenceToJson(const std::vector<Evidence>& evidence) {
  return boost::json::serialize(JsonOf(evidence));
}

std::vector<Evidence> EvidenceFromJson(const std::string& json) {
  return EvidenceOf(boost::json::parse(json).as_array());
}

std::string EstimatesToJson(const std::vector<Estimate>& estimates) {
  boost::json::array array;
  for (const Estimate& each : estimates) {
    array.push_back({{"output", WordOf(each.output)},
                     {"label", each.label},
                     {"probability", each.probability},
                     {"calibrated", each.calibrated},
                     {"abstained", each.abstained},
                     {"evidence", JsonOf(each.evidence)}});
  }
  return boost::json::serialize(array);
}

std::vector<Estimate> EstimatesFromJson(const std::string& json) {
  std::vector<Estimate> estimates;
  const boost::json::value parsed = boost::json::parse(json);
  for (const auto& each : parsed.as_array()) estimates.push_back(EstimateOf(each.as_object()));
  return estimates;
}

}  // namespace recourse::classify
