#include "services/classify/adapters/triage_grpc.h"

#include <google/protobuf/util/time_util.h>

#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/correction_codec.h"
#include "services/classify/adapters/triage_refusal_grpc.h"
#include "services/common/grpc/request_digest.h"
#include "services/common/grpc/status.h"

namespace recourse::classify {
namespace {

void WriteTime(Timestamp time, google::protobuf::Timestamp& out) {
  out = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(time.time_since_epoch().count());
}

// How many a page has: what is asked for, or `usual` where nothing is; nothing where it is more
// than may be.
std::optional<int> PageSizeOf(int asked, int usual, int most) {
  if (asked < 0 || asked > most) return std::nullopt;
  return asked == 0 ? usual : asked;
}

std::vector<FeedbackId> IdsOf(const std::vector<KeptOfFeedback>& rows) {
  std::vector<FeedbackId> ids;
  for (const KeptOfFeedback& row : rows) ids.push_back(row.feedback_id);
  return ids;
}

// Where the page ended early there are no more.
std::string NextToken(const std::vector<KeptOfFeedback>& rows, int page_size) {
  if (rows.size() < static_cast<std::size_t>(page_size)) return "";
  return PageTokenOf({rows.back().kept.recorded_time, rows.back().feedback_id.uuid()});
}

void Write(const KeptOfFeedback& row, const StatusOr<Feedback>& feedback, v1::TriageItem& out) {
  out.set_feedback_id(ToString(row.feedback_id));
  out.set_text_missing(!feedback.ok());
  if (feedback.ok()) {
    out.set_text(feedback->text);
    out.set_channel(feedback->channel.value());
  }
  WriteTime(row.kept.recorded_time, *out.mutable_recorded_time());
  out.set_ordinal(row.kept.ordinal);
  WriteClassification(row.kept.classification, *out.mutable_classification());
}

void Write(const KeptOfFeedback& row, const StatusOr<Feedback>& feedback, v1::Correction& out) {
  out.set_feedback_id(ToString(row.feedback_id));
  out.set_text_missing(!feedback.ok());
  if (feedback.ok()) out.set_text(feedback->text);
  out.set_ordinal(row.kept.ordinal);
  out.set_corrected_by(row.kept.corrected_by);
  WriteTime(row.kept.recorded_time, *out.mutable_recorded_time());
  WriteClassification(row.kept.classification, *out.mutable_classification());
  WriteClassification(row.machine.classification, *out.mutable_machine());
}

}  // namespace

grpc::Status TriageDoor::List(const v1::ListTriageRequest& in, v1::ListTriageResponse& out) {
  const auto page_size = PageSizeOf(in.page_size(), kTriagePageSize, kTriagePageSizeMax);
  if (!page_size) return Refused({"page-size-out-of-range", {}});
  const auto after = PageStartOf(in.page_token());
  if (!after) return Refused({"page-token-malformed", {}});
  const auto rows = queries_.ListWaiting(*after, *page_size);
  if (!rows.ok()) return ToGrpc(rows.status());
  const auto waiting = queries_.Look();
  if (!waiting.ok()) return ToGrpc(waiting.status());
  const auto feedback = ingest_.Get(IdsOf(*rows));
  for (std::size_t i = 0; i < rows->size(); ++i) Write((*rows)[i], feedback[i], *out.add_items());
  out.set_next_page_token(NextToken(*rows, *page_size));
  out.set_total(waiting->count);
  return ToGrpc(WriteCategories(out));
}

Status TriageDoor::WriteCategories(v1::ListTriageResponse& out) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  const auto rules = rules_.Active(*session);
  if (!rules.ok()) return rules.status();
  for (const Category& category : (*rules)->categories) out.add_categories(category.value());
  return absl::OkStatus();
}

grpc::Status TriageDoor::ListCorrections(const v1::ListCorrectionsRequest& in,
                                         v1::ListCorrectionsResponse& out) {
  const auto page_size = PageSizeOf(in.page_size(), kCorrectionsPageSize, kCorrectionsPageSizeMax);
  if (!page_size) return Refused({"page-size-out-of-range", {}});
  const auto after = PageStartOf(in.page_token());
  if (!after) return Refused({"page-token-malformed", {}});
  const auto rows = queries_.ListCorrections(*after, *page_size);
  if (!rows.ok()) return ToGrpc(rows.status());
  const auto feedback = ingest_.Get(IdsOf(*rows));
  for (std::size_t i = 0; i < rows->size(); ++i) {
    Write((*rows)[i], feedback[i], *out.add_corrections());
  }
  out.set_next_page_token(NextToken(*rows, *page_size));
  return grpc::Status::OK;
}

StatusOr<Answered<Domain>> TriageDoor::Execute(const RequestId& request_id, std::string digest,
                                               Event event) {
  auto promise = std::make_shared<std::promise<StatusOr<Answered<Domain>>>>();
  auto answer = promise->get_future();
  const Status taken = commands_.Submit(
      {request_id, std::move(digest), std::move(event)},
      [promise](StatusOr<Answered<Domain>> answered) { promise->set_value(std::move(answered)); });
  if (!taken.ok()) return taken;
  return answer.get();
}

StatusOr<Feedback> TriageDoor::FeedbackOf(const FeedbackId& feedback_id) {
  auto feedback = std::move(ingest_.Get({feedback_id}).front());
  if (feedback.ok() || absl::IsNotFound(feedback.status())) return feedback;
  return absl::UnavailableError(
      "ingest does not answer, and a correction repeats the feedback: nothing was changed; try "
      "again");
}

grpc::Status TriageDoor::Answer(const FeedbackId& feedback_id, int ordinal,
                                v1::CorrectClassificationResponse& out) {
  const auto kept = ReadClassification(pool_, feedback_id, ordinal);
  if (!kept.ok()) return ToGrpc(kept.status());
  if (!kept->has_value()) return Refused({"classification-unknown", {}});
  out.set_ordinal((*kept)->ordinal);
  WriteClassification((*kept)->classification, *out.mutable_classification());
  return grpc::Status::OK;
}

grpc::Status TriageDoor::Correct(const Call& call, const v1::CorrectClassificationRequest& in,
                                 v1::CorrectClassificationResponse& out) {
  const auto request_id = ParseUuid(in.request_id());
  if (!request_id) return Refused({"request-id-malformed", {}});
  const auto id = ParseUuid(in.feedback_id());
  if (!id) return Refused({"feedback-id-malformed", {}});
  const auto said = SaidOf(in);
  if (const auto* fault = std::get_if<Refusal>(&said)) return Refused(*fault);
  const FeedbackId feedback_id(*id);
  auto feedback = FeedbackOf(feedback_id);
  if (absl::IsNotFound(feedback.status())) return Refused({"classification-unknown", {}});
  if (!feedback.ok()) return ToGrpc(feedback.status());
  const auto answer = Execute(RequestId(*request_id), RequestDigest(in, call.caller.id),
                              CorrectionMade{*std::move(feedback), in.seen_ordinal(),
                                             std::get<Said>(said), call.caller.id, in.reason()});
  if (!answer.ok()) return ToGrpc(answer.status());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) return Refused(*refusal);
  return Answer(feedback_id, std::get<CorrectionAnswer>(*answer).ordinal, out);
}

}  // namespace recourse::classify
