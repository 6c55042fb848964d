#include <future>
#include <utility>

#include "services/common/grpc/request_digest.h"
#include "services/common/grpc/status.h"
#include "services/common/text/blank.h"
#include "services/followup/adapters/followup_grpc.h"
#include "services/followup/adapters/loop_view_codec.h"
#include "services/followup/adapters/proto_values.h"
#include "services/followup/adapters/refusal_grpc.h"

// The commands of FollowupService.
namespace recourse::followup {
namespace {

// Who commands, where it is the customer himself: his token says so, not the key of the door that
// he came by.
constexpr const char* kCustomer = "customer";

// An answer as the domain takes it: words that nobody could read are none.
Answer AnswerOf(const v1::Scores& scores, const std::string& words, AnswerVia via,
                const std::string& agent_id) {
  return {ScoresOf(scores), IsBlank(words) ? "" : words, via, AgentId(agent_id)};
}

grpc::Status CheckWords(const std::string& words) {
  if (words.find('\0') == std::string::npos) return grpc::Status::OK;
  return Invalid("text-has-nul", "words must not contain U+0000");
}

}  // namespace

grpc::Status FollowupGrpc::Carry(const google::protobuf::Message& request,
                                 const std::string& request_id, const std::string& caller,
                                 Event event, Receipt& receipt) {
  const auto id = ParseUuid(request_id);
  if (!id) return Invalid("request-id-malformed", "request_id must be a UUID");
  auto promise = std::make_shared<std::promise<StatusOr<Answered<Domain>>>>();
  auto future = promise->get_future();
  const Status taken = commands_.Submit(
      {RequestId(*id), RequestDigest(request, caller), std::move(event)},
      [promise](StatusOr<Answered<Domain>> answered) { promise->set_value(std::move(answered)); });
  if (!taken.ok()) return ToGrpc(taken);
  const auto answer = future.get();
  if (!answer.ok()) return ToGrpc(answer.status());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) return StatusOf(*refusal);
  receipt = std::get<Receipt>(*answer);
  return grpc::Status::OK;
}

grpc::Status FollowupGrpc::Submit(const v1::SubmitAnswerRequest& in,
                                  v1::SubmitAnswerResponse& out) {
  if (auto fault = CheckWords(in.words()); !fault.ok()) return fault;
  const auto kept = ByToken(in.token());
  if (!kept.ok()) return ToGrpc(kept.status());
  Receipt receipt;
  const auto status =
      Carry(in, in.request_id(), kCustomer,
            followup::SubmitAnswer{kept->file_id, kept->loop_id,
                                   AnswerOf(in.scores(), in.words(), AnswerVia::kLink, "")},
            receipt);
  if (!status.ok()) return status;
  answers_by_link_.Add();
  out.set_reopens(receipt.reopens);
  return grpc::Status::OK;
}

// By his token he speaks for himself, whoever passes it on. By his id an agent writes down what he
// said, and says so under his own name; the door that customers come by may not.
grpc::Status FollowupGrpc::Prefer(const Call& call, const v1::SetContactPreferenceRequest& in,
                                  v1::SetContactPreferenceResponse& out) {
  followup::SetContactPreference event;
  event.surveys = in.surveys();
  std::string caller = kCustomer;
  if (in.has_token()) {
    const auto kept = ByToken(in.token());
    if (!kept.ok()) return ToGrpc(kept.status());
    event.file_id = kept->file_id;
    event.customer_id = kept->loop.ticket.customer_id;
  } else {
    if (call.caller.role == Role::kIngest) return StatusOf(Refusal{"token-missing", {}});
    const auto id = ParseUuid(in.customer_id());
    if (!id) return Invalid("id-malformed", "customer_id must be a UUID");
    const auto known = queries_.Get(CustomerId(*id), call.caller.scope);
    if (!known.ok()) return ToGrpc(known.status());
    if (!known->visible) return ToGrpc(absl::NotFoundError("there is no such customer"));
    event.file_id = FileId(*id);
    event.customer_id = CustomerId(*id);
    event.agent_id = AgentId(call.caller.id);
    caller = call.caller.id;
  }
  Receipt receipt;
  const auto status = Carry(in, in.request_id(), caller, std::move(event), receipt);
  if (status.ok()) out.set_withdrawn_count(receipt.withdrawn_count);
  return status;
}

template <typename Request, typename Response, typename Make>
grpc::Status FollowupGrpc::CarryOnLoop(const Call& call, const Request& in, Response& out,
                                       Make make) {
  const auto kept = VisibleLoop(call, in.loop_id());
  if (!kept.ok()) return ToGrpc(kept.status());
  Receipt receipt;
  const auto status = Carry(in, in.request_id(), call.caller.id, make(*kept), receipt);
  if (!status.ok()) return status;
  const auto after = queries_.Get(kept->loop_id);
  if (!after.ok()) return ToGrpc(after.status());
  const auto policy = policy_();
  if (!policy.ok()) return ToGrpc(policy.status());
  *out.mutable_loop() = ToView(*after, **policy);
  return grpc::Status::OK;
}

grpc::Status FollowupGrpc::Mark(const Call& call, const v1::MarkToldByPhoneRequest& in,
                                v1::MarkToldByPhoneResponse& out) {
  const auto ticket_id = ParseUuid(in.ticket_id());
  if (!ticket_id) return Invalid("id-malformed", "ticket_id must be a UUID");
  if (!in.has_told_time()) return StatusOf(Refusal{"told-time-out-of-range", {}});
  const auto kept = VisibleDelivery(call, DeliveryOf(TicketId(*ticket_id), in.reply_version()));
  if (!kept.ok()) return ToGrpc(kept.status());
  Receipt receipt;
  const auto status = Carry(
      in, in.request_id(), call.caller.id,
      MarkTold{kept->file_id, kept->delivery_id, AgentId(call.caller.id), TimeOf(in.told_time())},
      receipt);
  if (!status.ok()) return status;
  const auto after = queries_.Get(kept->delivery_id);
  if (!after.ok()) return ToGrpc(after.status());
  *out.mutable_delivery() = ToView(after->delivery);
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* FollowupGrpc::SubmitAnswer(grpc::CallbackServerContext* context,
                                                     const v1::SubmitAnswerRequest* request,
                                                     v1::SubmitAnswerResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::SubmitAnswerRequest& in,
                                v1::SubmitAnswerResponse& out) { return Submit(in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::SetContactPreference(
    grpc::CallbackServerContext* context, const v1::SetContactPreferenceRequest* request,
    v1::SetContactPreferenceResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::SetContactPreferenceRequest& in,
             v1::SetContactPreferenceResponse& out) { return Prefer(call, in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::MarkToldByPhone(grpc::CallbackServerContext* context,
                                                        const v1::MarkToldByPhoneRequest* request,
                                                        v1::MarkToldByPhoneResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::MarkToldByPhoneRequest& in,
                                v1::MarkToldByPhoneResponse& out) { return Mark(call, in, out); });
}

grpc::ServerUnaryReactor* FollowupGrpc::StartCall(grpc::CallbackServerContext* context,
                                                  const v1::StartCallRequest* request,
                                                  v1::StartCallResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::StartCallRequest& in, v1::StartCallResponse& out) {
        const auto status = CarryOnLoop(call, in, out, [&](const KeptLoop& kept) {
          return followup::StartCall{kept.file_id, kept.loop_id, AgentId(call.caller.id)};
        });
        return status;
      });
}

grpc::ServerUnaryReactor* FollowupGrpc::EndCall(grpc::CallbackServerContext* context,
                                                const v1::EndCallRequest* request,
                                                v1::EndCallResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::EndCallRequest& in, v1::EndCallResponse& out) {
        const auto status = CarryOnLoop(call, in, out, [&](const KeptLoop& kept) {
          return followup::EndCall{kept.file_id, kept.loop_id, AgentId(call.caller.id),
                                   in.unreached()};
        });
        return status;
      });
}

grpc::ServerUnaryReactor* FollowupGrpc::RecordAnswer(grpc::CallbackServerContext* context,
                                                     const v1::RecordAnswerRequest* request,
                                                     v1::RecordAnswerResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::RecordAnswerRequest& in, v1::RecordAnswerResponse& out) {
        if (auto fault = CheckWords(in.words()); !fault.ok()) return fault;
        const auto status = CarryOnLoop(call, in, out, [&](const KeptLoop& kept) {
          return followup::SubmitAnswer{
              kept.file_id, kept.loop_id,
              AnswerOf(in.scores(), in.words(), AnswerVia::kPhone, call.caller.id)};
        });
        if (status.ok()) answers_by_phone_.Add();
        return status;
      });
}

}  // namespace recourse::followup
