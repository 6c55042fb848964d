#pragma once

#include <boost/json/object.hpp>
#include <variant>
#include <vector>

#include "services/console/adapters/json_fields.h"
#include "services/console/domain/feedback.h"

namespace recourse::console {

using FeedbackOrFault = std::variant<Feedback, FieldFault>;

// Field by field; a name that is not known is refused, for it is more likely misspelt than meant.
// Null is not taken for absent.
FeedbackOrFault ReadFeedback(const boost::json::object& object);

// {"feedback": [...]}: each on its own. A fault here is one of the whole.
inline constexpr std::size_t kMaxBatch = 512;
std::variant<std::vector<FeedbackOrFault>, FieldFault> ReadBatch(const boost::json::object& object);

}  // namespace recourse::console
