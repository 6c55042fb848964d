#include "services/console/adapters/feedback_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace recourse::console {
namespace {

using boost::json::object;
using boost::json::value;

Customer ReadCustomer(const object& from, std::optional<FieldFault>& fault) {
  Customer customer;
  JsonFields fields(from, "customer.", fault);
  fields.Text("external_id", customer.external_id);
  fields.Text("name", customer.name);
  fields.Text("phone", customer.phone);
  fields.Text("email", customer.email);
  fields.Text("language", customer.language);
  fields.NothingElse();
  return customer;
}

// Names of attributes are the sender's own, so none is unknown.
void ReadAttributes(const object& from, Feedback& feedback, std::optional<FieldFault>& fault) {
  for (const auto& [name, text] : from) {
    if (!text.is_string()) {
      fault = {"field-wrong-type", "attributes",
               "Each of the attributes must be a string, such as {\"queue\": \"north\"}."};
      return;
    }
    feedback.attributes.emplace(name, text.get_string());
  }
}

FieldFault BatchFault(std::string slug, std::string detail) {
  return {std::move(slug), "feedback", std::move(detail)};
}

}  // namespace

FeedbackOrFault ReadFeedback(const object& from) {
  Feedback feedback;
  std::optional<FieldFault> fault;
  JsonFields fields(from, "", fault);
  fields.Text("source_id", feedback.source_id);
  fields.Text("external_id", feedback.external_id);
  fields.Text("channel", feedback.channel);
  fields.Object("customer", [&](const object& customer) {
    feedback.customer = ReadCustomer(customer, fault);
  });
  fields.Text("text", feedback.text);
  fields.Time("occurred_time", feedback.occurred_time);
  fields.Time("due_time", feedback.due_time);
  fields.Text("place", feedback.place);
  fields.Text("product", feedback.product);
  fields.Text("about_ticket_id", feedback.about_ticket_id);
  fields.Object("attributes", [&](const object& attributes) {
    ReadAttributes(attributes, feedback, fault);
  });
  fields.Text("customer_id", feedback.customer_id);
  fields.NothingElse();
  if (fault) return *std::move(fault);
  return feedback;
}

std::variant<std::vector<FeedbackOrFault>, FieldFault> ReadBatch(const object& from) {
  const value* list = from.if_contains("feedback");
  if (list == nullptr || !list->is_array() || from.size() != 1) {
    return BatchFault("field-wrong-type",
                      "A batch is {\"feedback\": [...]} and nothing else, each of the shape that "
                      "POST /v1/feedback takes.");
  }
  const auto& items = list->get_array();
  if (items.empty() || items.size() > kMaxBatch) {
    return BatchFault("batch-size", "A batch has 1 to " + std::to_string(kMaxBatch) +
                                        " pieces of feedback. Send more in several batches.");
  }
  std::vector<FeedbackOrFault> batch;
  batch.reserve(items.size());
  for (const value& item : items) {
    batch.push_back(item.is_object()
                        ? ReadFeedback(item.get_object())
                        : FieldFault{"field-wrong-type", "", "A piece of feedback is an object."});
  }
  return batch;
}

}  // namespace recourse::console
