#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <variant>
#include <vector>

#include "services/common/http/message.h"
#include "services/console/domain/feedback.h"

namespace recourse::console {

// Why a field was not taken: field-unknown, field-wrong-type, time-malformed. The field is named by
// its path, "customer.phone"; nothing of its value is repeated.
struct FieldFault {
  std::string slug;
  std::string field;
  std::string detail;
  friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

using FeedbackOrFault = std::variant<Feedback, FieldFault>;

// Field by field; a name that is not known is refused, for it is more likely misspelt than meant.
// Null is not taken for absent.
FeedbackOrFault ReadFeedback(const boost::json::object& object);

// {"feedback": [...]}: each on its own. A fault here is one of the whole.
inline constexpr std::size_t kMaxBatch = 512;
std::variant<std::vector<FeedbackOrFault>, FieldFault> ReadBatch(const boost::json::object& object);

HttpResponse ProblemOf(const FieldFault& fault);

}  // namespace recourse::console
