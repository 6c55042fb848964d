#pragma once

#include <string>
#include <variant>

#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/common/runtime/ports.h"
#include "services/ingest/domain/decide.h"

namespace recourse::ingest {

inline constexpr const char* kFeedbackTopic = "recourse.ingest.feedback.v1";

// Facts into FeedbackEvent. Ingest hears no topic: nothing is decoded. Thread-safe.
class FeedbackCodec final : public Codec<Domain> {
 public:
  std::variant<SubmitFeedback, Unreadable> Decode(const RawRecord& record) const override;
  Encoded Encode(const FeedbackReceived& fact) const override;
  std::string EncodeAnswer(const Answer& answer) const override;
  Answer DecodeAnswer(const std::string& bytes) const override;
};

// A request as the domain sees it, text in NFC. INVALID_ARGUMENT with a refusal's slug is the
// caller's: `text-not-utf8`, `time-malformed`, `id-malformed`.
std::variant<Submission, Refusal> SubmissionOf(const v1::SubmitFeedbackRequest& request);
v1::SubmitFeedbackRequest ToProto(const Submission& submission);
google::protobuf::Timestamp ToProto(Timestamp time);

// SHA-256 over every field with its length, so that no two submissions share one by accident of
// joining.
std::string DigestOf(const Submission& submission);

}  // namespace recourse::ingest
