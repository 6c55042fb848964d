#pragma once

#include <boost/json/object.hpp>

#include "services/console/domain/feedback.h"

namespace recourse::classify::v1 {
class Classification;
}
namespace recourse::ingest::v1 {
class FeedbackResult;
class GetFeedbackResponse;
class SubmitFeedbackRequest;
class SubmitFeedbackResponse;
}  // namespace recourse::ingest::v1

namespace recourse::console {

void ToWire(const Feedback& feedback, ingest::v1::SubmitFeedbackRequest& out);

// {"feedback_id": "...", "state": "accepted" or "duplicate"}.
boost::json::object SubmittedJson(const ingest::v1::SubmitFeedbackResponse& submitted);
// The same for one of a batch, or {"slug": "...", "detail": "..."}.
boost::json::object ResultJson(const ingest::v1::FeedbackResult& result);
// The feedback as it was kept, in the shape in which it was sent.
boost::json::object KeptJson(const ingest::v1::GetFeedbackResponse& kept);
boost::json::object ClassificationJson(const classify::v1::Classification& classification);

}  // namespace recourse::console
