#include "services/console/adapters/feedback_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "services/common/http/problem.h"
#include "services/console/domain/time_text.h"

namespace recourse::console {
namespace {

using boost::json::object;
using boost::json::value;

// Takes the fields of one object one by one; the first fault stands.
class Fields {
 public:
  Fields(const object& fields, std::string prefix, std::optional<FieldFault>& fault)
      : fields_(fields), prefix_(std::move(prefix)), fault_(fault) {}

  void Text(const char* name, std::string& out) {
    const value* found = Take(name);
    if (found == nullptr) return;
    if (!found->is_string()) return Wrong(name, "a string");
    out = std::string(found->get_string());
  }
  void Time(const char* name, std::optional<Timestamp>& out) {
    std::string text;
    const std::size_t before = taken_;
    Text(name, text);
    if (fault_ || taken_ == before) return;
    out = ParseTime(text);
    if (!out) {
      fault_ = {"time-malformed", prefix_ + name,
                "The field " + prefix_ + name +
                    " is no time. Write it like 2026-03-03T02:00:00Z, with its zone."};
    }
  }
  // An object that `read` reads.
  template <typename Read>
  void Object(const char* name, const Read& read) {
    const value* found = Take(name);
    if (found == nullptr) return;
    if (!found->is_object()) return Wrong(name, "an object");
    read(found->get_object());
  }
  const value* Take(const char* name) {
    const value* found = fault_ ? nullptr : fields_.if_contains(name);
    if (found != nullptr) ++taken_;
    known_.push_back(name);
    return found;
  }
  void Wrong(const std::string& name, const std::string& shape) {
    fault_ = {"field-wrong-type", prefix_ + name,
              "The field " + prefix_ + name + " must be " + shape +
                  "; leave it out where there is nothing to say."};
  }
  // After all that may be there was taken.
  void NothingElse() {
    if (fault_ || taken_ == fields_.size()) return;
    std::string names;
    for (const char* name : known_) names += std::string(names.empty() ? "" : ", ") + name;
    // The name itself comes from outside and is not repeated.
    fault_ = {"field-unknown", prefix_.empty() ? "" : prefix_.substr(0, prefix_.size() - 1),
              "There is a field of a name that is not known here. Known are: " + names + "."};
  }

 private:
  const object& fields_;
  const std::string prefix_;
  std::optional<FieldFault>& fault_;
  std::size_t taken_ = 0;
  std::vector<const char*> known_;
};

Customer ReadCustomer(const object& from, std::optional<FieldFault>& fault) {
  Customer customer;
  Fields fields(from, "customer.", fault);
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
  Fields fields(from, "", fault);
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

HttpResponse ProblemOf(const FieldFault& fault) {
  Problem problem{400, fault.slug, fault.detail, {}};
  if (!fault.field.empty()) problem.parameters["field"] = fault.field;
  return ProblemResponse(problem);
}

}  // namespace recourse::console
