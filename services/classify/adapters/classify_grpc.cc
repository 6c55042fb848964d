#include "services/classify/adapters/classify_grpc.h"

#include <algorithm>
#include <string>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/classification_store.h"
#include "services/classify/adapters/folding.h"
#include "services/common/grpc/status.h"

namespace recourse::classify {
namespace {

grpc::Status Refuse(const std::string& slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

// What a text that is only asked about says of itself besides.
Feedback FieldsOf(const v1::ClassifyRequest& in) {
  Feedback feedback;
  feedback.channel = Channel(in.channel());
  feedback.place = Place(in.place());
  feedback.product = Product(in.product());
  feedback.source_id = SourceId(in.source_id());
  return feedback;
}

bool HasLongField(const v1::ClassifyRequest& in) {
  return std::max({in.channel().size(), in.place().size(), in.product().size(),
                   in.source_id().size()}) > kAskedFieldBytesMax;
}

}  // namespace

grpc::ServerUnaryReactor* ClassifyGrpc::Classify(grpc::CallbackServerContext* context,
                                                 const v1::ClassifyRequest* request,
                                                 v1::ClassifyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::ClassifyRequest& in,
                                v1::ClassifyResponse& out) { return ClassifyText(in, out); });
}

grpc::ServerUnaryReactor* ClassifyGrpc::GetClassification(
    grpc::CallbackServerContext* context, const v1::GetClassificationRequest* request,
    v1::GetClassificationResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::GetClassificationRequest& in,
                                v1::GetClassificationResponse& out) { return Get(call, in, out); });
}

grpc::ServerUnaryReactor* ClassifyGrpc::ListTriage(grpc::CallbackServerContext* context,
                                                   const v1::ListTriageRequest* request,
                                                   v1::ListTriageResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::ListTriageRequest& in,
                                v1::ListTriageResponse& out) { return triage_.List(in, out); });
}

grpc::ServerUnaryReactor* ClassifyGrpc::CorrectClassification(
    grpc::CallbackServerContext* context, const v1::CorrectClassificationRequest* request,
    v1::CorrectClassificationResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::CorrectClassificationRequest& in,
             v1::CorrectClassificationResponse& out) { return triage_.Correct(call, in, out); });
}

grpc::ServerUnaryReactor* ClassifyGrpc::ListCorrections(grpc::CallbackServerContext* context,
                                                        const v1::ListCorrectionsRequest* request,
                                                        v1::ListCorrectionsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const v1::ListCorrectionsRequest& in, v1::ListCorrectionsResponse& out) {
        return triage_.ListCorrections(in, out);
      });
}

grpc::ServerUnaryReactor* ClassifyGrpc::PreviewRules(grpc::CallbackServerContext* context,
                                                     const v1::PreviewRulesRequest* request,
                                                     v1::PreviewRulesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [this](const Call&, const v1::PreviewRulesRequest& in, v1::PreviewRulesResponse& out,
             const Done& done) { preview_.Start(in, out, done); });
}

grpc::Status ClassifyGrpc::ClassifyText(const v1::ClassifyRequest& in, v1::ClassifyResponse& out) {
  if (in.text().empty()) return Refuse("text-empty", "The text is empty: send at least one byte.");
  if (in.text().size() > kAskedTextBytesMax) {
    return Refuse("text-too-long", "The text has more than " + std::to_string(kAskedTextBytesMax) +
                                       " bytes: send a shorter one.");
  }
  if (HasLongField(in)) {
    return Refuse("field-too-long", "A field besides the text has more than " +
                                        std::to_string(kAskedFieldBytesMax) +
                                        " bytes: send a shorter one.");
  }
  const auto text = FoldText(in.text());
  if (!text.ok()) return Refuse("text-not-utf8", "The text is not UTF-8: convert it first.");
  if (!scorer_.Ready()) {
    return {grpc::StatusCode::UNAVAILABLE,
            "The model is not loaded yet: try again in a few seconds."};
  }
  auto session = pool_.Acquire();
  if (!session.ok()) return ToGrpc(session.status());
  const auto rules = rules_.Active(*session);
  if (!rules.ok()) return ToGrpc(rules.status());
  WriteClassification(classify::Classify(*text, scorer_.Score(in.text()), **rules, FieldsOf(in)),
                      *out.mutable_classification());
  return grpc::Status::OK;
}

// A classification has no place in the organisation, so only those whose scope is all of it see it.
grpc::Status ClassifyGrpc::Get(const Call& call, const v1::GetClassificationRequest& in,
                               v1::GetClassificationResponse& out) {
  if (!ScopeCovers(call.caller, "", "")) {
    return {grpc::StatusCode::PERMISSION_DENIED,
            "Classifications are shown to keys whose scope is the whole organisation."};
  }
  const auto feedback_id = ParseUuid(in.feedback_id());
  if (!feedback_id) return Refuse("feedback-id-malformed", "feedback_id is not a UUID.");
  const auto kept = ReadClassification(pool_, FeedbackId(*feedback_id));
  if (!kept.ok()) return ToGrpc(kept.status());
  if (!kept->has_value()) {
    return {grpc::StatusCode::NOT_FOUND,
            "Nothing was made of this feedback yet: it was not received, or is on its way."};
  }
  WriteClassification((*kept)->classification, *out.mutable_classification());
  return grpc::Status::OK;
}

}  // namespace recourse::classify
