#include "services/ingest/adapters/feedback_grpc.h"

#include <future>
#include <utility>

#include "services/common/grpc/status.h"
#include "services/ingest/adapters/feedback_codec.h"
#include "services/ingest/adapters/stream_grpc.h"

namespace recourse::ingest {
namespace {

// People's own source: none is trusted to say when something occurred by writing it down here.
constexpr const char* kStaffSource = "console";

// What this caller may not say, whatever it is that he sends.
std::optional<Refusal> CheckCaller(Role role, const v1::SubmitFeedbackRequest& in) {
  if (role == Role::kAdministrator) return std::nullopt;
  if (role == Role::kIngest) {
    if (in.customer_id().empty()) return std::nullopt;
    return Refusal{"customer-id-forbidden", {{"field", "customer_id"}}};
  }
  if (in.source_id() == kStaffSource) return std::nullopt;
  return Refusal{"source-forbidden", {{"field", "source_id"}}};
}

// What the present state forbids is FAILED_PRECONDITION; what can never be right, INVALID_ARGUMENT.
grpc::Status StatusOf(const Refusal& refusal) {
  const auto code = refusal.slug == "idempotency-key-reused"
                        ? grpc::StatusCode::FAILED_PRECONDITION
                        : grpc::StatusCode::INVALID_ARGUMENT;
  return ToGrpc(refusal, code, SentenceOf(refusal));
}

grpc::Status Forbidden(const Refusal& refusal) {
  return ToGrpc(refusal, grpc::StatusCode::PERMISSION_DENIED, SentenceOf(refusal));
}

grpc::Status Write(const StatusOr<Answered<Domain>>& answer, v1::SubmitFeedbackResponse& out) {
  if (!answer.ok()) return ToGrpc(answer.status());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) return StatusOf(*refusal);
  const auto& given = std::get<Answer>(*answer);
  out.set_feedback_id(ToString(given.feedback_id));
  out.set_state(given.is_duplicate ? v1::FEEDBACK_STATE_DUPLICATE : v1::FEEDBACK_STATE_ACCEPTED);
  return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* FeedbackGrpc::SubmitFeedback(grpc::CallbackServerContext* context,
                                                       const v1::SubmitFeedbackRequest* request,
                                                       v1::SubmitFeedbackResponse* response) {
  if (!request->customer_id().empty()) return SubmitOfKnown(context, request, response);
  return calls_.Unary(context, request, response,
                      [this](const Call& call, const v1::SubmitFeedbackRequest& in,
                             v1::SubmitFeedbackResponse& out, Done done) {
                        if (const auto refusal = CheckCaller(call.caller.role, in)) {
                          return done(Forbidden(*refusal));
                        }
                        intake_.Submit(in, [&out, done](StatusOr<Answered<Domain>> answer) {
                          done(Write(answer, out));
                        });
                      });
}

// That the customer is there is asked first, which blocks; people write one at a time.
grpc::ServerUnaryReactor* FeedbackGrpc::SubmitOfKnown(grpc::CallbackServerContext* context,
                                                      const v1::SubmitFeedbackRequest* request,
                                                      v1::SubmitFeedbackResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::SubmitFeedbackRequest& in,
             v1::SubmitFeedbackResponse& out) {
        if (const auto refusal = CheckCaller(call.caller.role, in)) return Forbidden(*refusal);
        const auto id = ParseUuid(in.customer_id());
        if (!id) return StatusOf(Refusal{"id-malformed", {{"field", "customer_id"}}});
        const auto known = customers_.Contact(CustomerId(*id));
        if (known.status().code() == StatusCode::kNotFound) {
          return StatusOf(Refusal{"customer-unknown", {{"field", "customer_id"}}});
        }
        if (!known.ok()) return ToGrpc(known.status());
        std::promise<StatusOr<Answered<Domain>>> answer;
        auto answered = answer.get_future();
        intake_.Submit(in, [&answer](StatusOr<Answered<Domain>> given) {
          answer.set_value(std::move(given));
        });
        return Write(answered.get(), out);
      });
}

grpc::ServerBidiReactor<v1::StreamFeedbackRequest, v1::StreamFeedbackResponse>*
FeedbackGrpc::StreamFeedback(grpc::CallbackServerContext* context) {
  return calls_.Bidi<v1::StreamFeedbackRequest, v1::StreamFeedbackResponse>(
      context, [this](const Call& call) { return FeedbackStream::Make(intake_, call); });
}

grpc::ServerUnaryReactor* FeedbackGrpc::GetFeedback(grpc::CallbackServerContext* context,
                                                    const v1::GetFeedbackRequest* request,
                                                    v1::GetFeedbackResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const v1::GetFeedbackRequest& in, v1::GetFeedbackResponse& out) {
        const auto id = ParseUuid(in.feedback_id());
        if (!id) {
          return ToGrpc(Refusal{"id-malformed", {}}, grpc::StatusCode::INVALID_ARGUMENT,
                        "feedback_id must be a UUID");
        }
        const auto found = queries_.Get(FeedbackId(*id));
        if (!found.ok()) return ToGrpc(found.status());
        out.set_feedback_id(in.feedback_id());
        if (!found->customer_id.empty()) out.set_customer_id(ToString(found->customer_id));
        *out.mutable_feedback() = ToProto(found->submission);
        *out.mutable_recorded_time() = ToProto(found->recorded_time);
        return grpc::Status::OK;
      });
}

}  // namespace recourse::ingest
