#pragma once

#include <optional>
#include <variant>

#include "services/classify/domain/classification.h"
#include "services/common/core/decider.h"

namespace recourse::classify {

namespace v1 {
class CorrectClassificationRequest;
}

// What a request says that feedback is, or why it cannot be read: type-unknown, severity-unknown,
// dimension-unknown, sentiment-out-of-range, text-has-nul.
std::variant<Said, Refusal> SaidOf(const v1::CorrectClassificationRequest& in);

}  // namespace recourse::classify
