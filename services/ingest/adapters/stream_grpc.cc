#include "services/ingest/adapters/stream_grpc.h"

#include "services/common/grpc/status.h"

namespace recourse::ingest {
namespace {

v1::FeedbackResult ResultOf(std::int64_t sequence, const Answered<Domain>& answer) {
  v1::FeedbackResult result;
  result.set_sequence(sequence);
  if (const auto* refusal = std::get_if<Refusal>(&answer)) {
    result.mutable_refusal()->set_slug(refusal->slug);
    result.mutable_refusal()->set_message(SentenceOf(*refusal));
    return result;
  }
  const auto& given = std::get<Answer>(answer);
  result.set_feedback_id(ToString(given.feedback_id));
  result.set_state(given.is_duplicate ? v1::FEEDBACK_STATE_DUPLICATE
                                      : v1::FEEDBACK_STATE_ACCEPTED);
  return result;
}

}  // namespace

FeedbackStream* FeedbackStream::Make(Intake& intake, Call call) {
  std::shared_ptr<FeedbackStream> stream(new FeedbackStream(intake, std::move(call)));
  stream->self_ = stream;
  const std::lock_guard lock(stream->mutex_);
  stream->Advance();
  return stream.get();
}

void FeedbackStream::OnReadDone(bool ok) {
  if (ok && CheckFrame()) TakeFrame();
  const std::lock_guard lock(mutex_);
  reading_ = false;
  if (!ok) half_closed_ = true;
  Advance();
}

bool FeedbackStream::CheckFrame() {
  const std::lock_guard lock(mutex_);
  if (frame_.feedback_size() > kFrameMax) {
    End(ToGrpc(Refusal{"frame-too-large", {}}, grpc::StatusCode::INVALID_ARGUMENT,
               "a frame has at most 512 pieces of feedback"));
  } else if (frame_.first_sequence() != taken_ + 1) {
    End(ToGrpc(Refusal{"sequence-out-of-order", {}}, grpc::StatusCode::INVALID_ARGUMENT,
               "first_sequence must be " + std::to_string(taken_ + 1)));
  }
  if (end_) return false;
  taken_ += frame_.feedback_size();
  in_hand_ += frame_.feedback_size();
  return true;
}

// Answers may come before this returns, and from other threads: the stream is kept by each.
void FeedbackStream::TakeFrame() {
  const trace::Scope scope(call_.meter->span_of_piece());
  std::int64_t sequence = frame_.first_sequence();
  for (const auto& feedback : frame_.feedback()) {
    intake_.Submit(feedback, [keep = self_, sequence](StatusOr<Answered<Domain>> answer) {
      keep->Decided(sequence, answer);
    });
    ++sequence;
  }
}

void FeedbackStream::Decided(std::int64_t sequence, const StatusOr<Answered<Domain>>& answer) {
  const std::lock_guard lock(mutex_);
  --in_hand_;
  if (answer.ok()) {
    decided_.emplace(sequence, ResultOf(sequence, *answer));
  } else {
    End(ToGrpc(answer.status()));
  }
  Advance();
}

void FeedbackStream::End(const grpc::Status& status) {
  if (!end_) end_ = status;
}

// Begins whatever can begin now: a write of what is decided, a read, or the end. `mutex_` is held;
// gRPC calls back from other threads only.
void FeedbackStream::Advance() {
  if (finished_) return;
  if (!writing_ && decided_.contains(acknowledged_ + 1)) {
    response_.Clear();
    while (!decided_.empty() && decided_.begin()->first == acknowledged_ + 1) {
      *response_.add_results() = std::move(decided_.begin()->second);
      decided_.erase(decided_.begin());
      ++acknowledged_;
    }
    response_.set_acknowledged_sequence(acknowledged_);
    writing_ = true;
    StartWrite(&response_);
  }
  if (!reading_ && !half_closed_ && !end_ && in_hand_ < kInHandMax) {
    reading_ = true;
    frame_.Clear();
    StartRead(&frame_);
  }
  const bool done = half_closed_ && in_hand_ == 0 && !writing_ && decided_.empty();
  const bool broken = end_ && in_hand_ == 0 && !writing_;
  if (done || broken) {
    finished_ = true;
    const grpc::Status status = end_.value_or(grpc::Status::OK);
    call_.meter->Finished(status.error_code());
    Finish(status);
  }
}

void FeedbackStream::OnWriteDone(bool ok) {
  const std::lock_guard lock(mutex_);
  writing_ = false;
  if (!ok) End(grpc::Status::CANCELLED);
  Advance();
}

void FeedbackStream::OnCancel() {
  const std::lock_guard lock(mutex_);
  End(grpc::Status::CANCELLED);
  half_closed_ = true;
  Advance();
}

void FeedbackStream::OnDone() {
  const auto last = std::move(self_);  // may be the end of this object, so nothing follows
}

}  // namespace recourse::ingest
