#pragma once

#include <string>

#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/common/core/status.h"

namespace recourse::ctl {

// One line of a JSON Lines file as a request: strict JSON, no field that is not known, each of its
// type. INVALID_ARGUMENT names the field.
StatusOr<ingest::v1::SubmitFeedbackRequest> FeedbackOf(const std::string& line);

}  // namespace recourse::ctl
