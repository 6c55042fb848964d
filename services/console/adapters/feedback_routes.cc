#include "services/console/adapters/feedback_routes.h"

#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "services/common/http/problem.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/feedback_json.h"

namespace recourse::console {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr const char* kKeyHeader = "idempotency-key";

// The header stands for external_id; both together must agree.
std::optional<HttpResponse> TakeKey(const HttpRequest& request, Feedback& feedback) {
  const std::string_view key = request.Header(kKeyHeader);
  if (key.empty()) return std::nullopt;
  if (!feedback.external_id.empty() && feedback.external_id != key) {
    return ProblemResponse({400, "idempotency-key-conflict",
                            "The header Idempotency-Key and the field external_id say different "
                            "things. Send one of them."});
  }
  feedback.external_id = key;
  return std::nullopt;
}

// A batch on its way: what was refused here already, and where the results of the others belong.
struct BatchInHand {
  array results;
  std::vector<Feedback> sent;
  std::vector<std::size_t> places;
};

BatchInHand Sort(std::vector<FeedbackOrFault> batch) {
  BatchInHand hand;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (auto* fault = std::get_if<FieldFault>(&batch[i])) {
      hand.results.push_back(
          object{{"slug", fault->slug}, {"detail", fault->detail}, {"field", fault->field}});
      continue;
    }
    hand.results.push_back(nullptr);
    hand.places.push_back(i);
    hand.sent.push_back(std::get<Feedback>(std::move(batch[i])));
  }
  return hand;
}

HttpResponse BatchResponse(BatchInHand& hand, IngestClient::BatchAnswer answer) {
  bool any = false;
  for (std::size_t i = 0; i < hand.places.size(); ++i) {
    value& result = answer.results[i];
    any = any || !result.is_null();
    if (result.is_null()) {
      result = object{{"slug", "unknown"},
                      {"detail", "What became of this is not known. Send it again with the same "
                                 "external_id: it is not taken twice."}};
    }
    hand.results[hand.places[i]] = std::move(result);
  }
  if (!any && !answer.status.ok()) return ProblemOf(answer.status);
  return JsonResponse(boost::json::serialize(object{{"results", std::move(hand.results)}}));
}

// Three services are asked at once; the last answer sends all.
class Collected {
 public:
  static constexpr int kParts = 3;
  explicit Collected(Answer answer) : answer_(std::move(answer)) {}

  PeerAnswer feedback;
  PeerAnswer classification;
  PeerAnswer disposition;

  void OneMore() {
    if (--missing_ == 0) answer_(Response());
  }

 private:
  static bool Failed(const PeerAnswer& part) {
    return !part.status.ok() && part.status.error_code() != grpc::StatusCode::NOT_FOUND;
  }
  HttpResponse Response() {
    if (!feedback.status.ok()) return ProblemOf(feedback.status);
    for (const PeerAnswer* part : {&classification, &disposition}) {
      if (Failed(*part)) return ProblemOf(part->status);
    }
    object& out = feedback.body.as_object();
    out["classification"] = std::move(classification.body);
    out["disposition"] = std::move(disposition.body);
    return ResponseOf(feedback);
  }

  Answer answer_;
  std::atomic<int> missing_{kParts};
};

}  // namespace

void FeedbackRoutes::Submit(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  auto read = ReadFeedback(*body);
  if (const auto* fault = std::get_if<FieldFault>(&read)) return ask.answer(ProblemOf(*fault));
  auto& feedback = std::get<Feedback>(read);
  if (auto conflict = TakeKey(*ask.request, feedback)) return ask.answer(*std::move(conflict));
  ingest_.Submit(ask.identity.key, feedback,
                 [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void FeedbackRoutes::SubmitBatch(const Ask& ask) {
  HttpResponse refusal;
  if (!ask.request->Header(kKeyHeader).empty()) {
    return ask.answer(ProblemResponse({400, "idempotency-key-in-batch",
                                       "A batch has no key of its own: give each piece of feedback "
                                       "its external_id."}));
  }
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  auto read = ReadBatch(*body);
  if (const auto* fault = std::get_if<FieldFault>(&read)) return ask.answer(ProblemOf(*fault));
  auto hand = std::make_shared<BatchInHand>(
      Sort(std::get<std::vector<FeedbackOrFault>>(std::move(read))));
  if (hand->sent.empty()) return ask.answer(BatchResponse(*hand, {}));
  ingest_.SubmitBatch(ask.identity.key, hand->sent,
                      [hand, answer = ask.answer](IngestClient::BatchAnswer got) {
                        answer(BatchResponse(*hand, std::move(got)));
                      });
}

void FeedbackRoutes::Get(const Ask& ask) {
  const auto collected = std::make_shared<Collected>(ask.answer);
  const std::string& key = ask.identity.key;
  ingest_.Get(key, ask.part, [collected](PeerAnswer got) {
    collected->feedback = std::move(got);
    collected->OneMore();
  });
  classify_.GetClassification(key, ask.part, [collected](PeerAnswer got) {
    collected->classification = std::move(got);
    collected->OneMore();
  });
  routing_.GetDisposition(key, ask.part, [collected](PeerAnswer got) {
    collected->disposition = std::move(got);
    collected->OneMore();
  });
}

}  // namespace recourse::console
