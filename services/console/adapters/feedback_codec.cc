#include "services/console/adapters/feedback_codec.h"

#include <boost/json/array.hpp>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

using boost::json::object;
namespace wire = ingest::v1;

std::string StateWord(wire::FeedbackState state) {
  return WordOf(wire::FeedbackState_Name(state), "FEEDBACK_STATE_");
}

// What was not said is left out, as its sender left it out.
void PutText(object& out, const char* name, const std::string& text) {
  if (!text.empty()) out[name] = text;
}

object CustomerJson(const wire::Customer& from) {
  object out;
  PutText(out, "external_id", from.external_id());
  PutText(out, "name", from.name());
  PutText(out, "phone", from.phone());
  PutText(out, "email", from.email());
  PutText(out, "language", from.language());
  return out;
}

object FeedbackJson(const wire::SubmitFeedbackRequest& from) {
  object out{{"source_id", from.source_id()}};
  PutText(out, "external_id", from.external_id());
  PutText(out, "channel", from.channel());
  if (from.has_customer()) out["customer"] = CustomerJson(from.customer());
  out["text"] = from.text();
  if (from.has_occurred_time()) out["occurred_time"] = TimeText(from.occurred_time());
  if (from.has_due_time()) out["due_time"] = TimeText(from.due_time());
  PutText(out, "place", from.place());
  PutText(out, "product", from.product());
  PutText(out, "about_ticket_id", from.about_ticket_id());
  object attributes;
  for (const auto& [name, text] : from.attributes()) attributes[name] = text;
  if (!attributes.empty()) out["attributes"] = std::move(attributes);
  return out;
}

}  // namespace

void ToWire(const Feedback& from, wire::SubmitFeedbackRequest& out) {
  out.set_source_id(from.source_id);
  out.set_external_id(from.external_id);
  out.set_channel(from.channel);
  if (from.customer) {
    wire::Customer& customer = *out.mutable_customer();
    customer.set_external_id(from.customer->external_id);
    customer.set_name(from.customer->name);
    customer.set_phone(from.customer->phone);
    customer.set_email(from.customer->email);
    customer.set_language(from.customer->language);
  }
  out.set_text(from.text);
  if (from.occurred_time) ToWire(*from.occurred_time, *out.mutable_occurred_time());
  if (from.due_time) ToWire(*from.due_time, *out.mutable_due_time());
  out.set_place(from.place);
  out.set_product(from.product);
  out.set_about_ticket_id(from.about_ticket_id);
  out.mutable_attributes()->insert(from.attributes.begin(), from.attributes.end());
  out.set_customer_id(from.customer_id);
}

object SubmittedJson(const wire::SubmitFeedbackResponse& from) {
  return {{"feedback_id", from.feedback_id()}, {"state", StateWord(from.state())}};
}

object ResultJson(const wire::FeedbackResult& from) {
  if (from.has_refusal()) {
    return {{"slug", from.refusal().slug()}, {"detail", from.refusal().message()}};
  }
  return {{"feedback_id", from.feedback_id()}, {"state", StateWord(from.state())}};
}

object KeptJson(const wire::GetFeedbackResponse& from) {
  object out{{"feedback_id", from.feedback_id()},
             {"customer_id", from.customer_id()},
             {"text", from.feedback().text()},
             {"feedback", FeedbackJson(from.feedback())}};
  if (from.has_recorded_time()) out["recorded_time"] = TimeText(from.recorded_time());
  return out;
}

object ClassificationJson(const classify::v1::Classification& from) {
  boost::json::array evidence;
  for (const auto& piece : from.evidence()) {
    evidence.push_back({{"begin", piece.begin()}, {"end", piece.end()}, {"term", piece.term()}});
  }
  return {{"type", WordOf(classify::v1::FeedbackType_Name(from.type()), "FEEDBACK_TYPE_")},
          {"category", from.category()},
          {"category_probability", NumberJson(from.category_probability())},
          {"dimension", from.dimension()},
          {"sentiment", from.sentiment()},
          {"severity", WordOf(classify::v1::Severity_Name(from.severity()), "SEVERITY_")},
          {"language", from.language()},
          {"rule_id", from.rule_id()},
          {"rules_version", from.rules_version()},
          {"model_version", from.model_version()},
          {"second_model_version", from.second_model_version()},
          {"category_stated", from.category_stated()},
          {"evidence", std::move(evidence)}};
}

}  // namespace recourse::console
