#include "services/console/adapters/json_fields.h"

#include <boost/json/value.hpp>

#include "services/common/http/problem.h"
#include "services/console/domain/time_text.h"

namespace recourse::console {

using boost::json::value;

HttpResponse ProblemOf(const FieldFault& fault) {
  Problem problem{400, fault.slug, fault.detail, {}};
  if (!fault.field.empty()) problem.parameters["field"] = fault.field;
  return ProblemResponse(problem);
}

void JsonFields::Text(const std::string& name, std::string& out) {
  const value* found = Take(name);
  if (found == nullptr) return;
  if (!found->is_string()) return Wrong(name, "a string");
  out = std::string(found->get_string());
}

void JsonFields::Time(const std::string& name, std::optional<Timestamp>& out) {
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

void JsonFields::Int(const std::string& name, std::int64_t& out) {
  const value* found = Take(name);
  if (found == nullptr) return;
  if (!found->is_int64()) return Wrong(name, "a whole number");
  out = found->get_int64();
}

void JsonFields::Bool(const std::string& name, bool& out) {
  const value* found = Take(name);
  if (found == nullptr) return;
  if (!found->is_bool()) return Wrong(name, "true or false");
  out = found->get_bool();
}

void JsonFields::NothingElse() {
  if (fault_ || taken_ == fields_.size()) return;
  std::string names;
  for (const std::string& name : known_) names += (names.empty() ? "" : ", ") + name;
  // The name itself comes from outside and is not repeated.
  fault_ = {"field-unknown", prefix_.empty() ? "" : prefix_.substr(0, prefix_.size() - 1),
            "There is a field of a name that is not known here. Known are: " + names + "."};
}

const value* JsonFields::Take(const std::string& name) {
  const value* found = fault_ ? nullptr : fields_.if_contains(name);
  if (found != nullptr) ++taken_;
  known_.push_back(name);
  return found;
}

void JsonFields::Wrong(const std::string& name, const std::string& shape) {
  fault_ = {"field-wrong-type", prefix_ + name,
            "The field " + prefix_ + name + " must be " + shape +
                "; leave it out where there is nothing to say."};
}

}  // namespace recourse::console
