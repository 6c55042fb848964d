#pragma once

#include <optional>
#include <string>

#include "services/classify/domain/classification.h"
#include "services/common/core/status.h"

namespace recourse::classify {

// Feedback as classify heard it, read back from what it said of it: folded, with the scores of
// then, so that no model is asked again.
struct PastFeedback {
  FeedbackReceived received{};
  Classification made{};  // by the machine
};

// Of the payload of a FeedbackClassified; nothing of a correction. A category that was chosen by
// whoever took the words down is known again where it was taken. DATA_LOSS for what classify did
// not write.
StatusOr<std::optional<PastFeedback>> ReadPastFeedback(const std::string& payload);

}  // namespace recourse::classify
