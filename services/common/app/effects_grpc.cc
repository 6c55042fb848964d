#include "services/common/app/operations_grpc.h"
#include "services/common/app/operations_values.h"

// What of OperationsService is about effects.
namespace recourse {
namespace {

namespace v1 = operations::v1;

constexpr std::size_t kNoteBytesMax = 200;

v1::EffectState StateOf(EffectState state) {
  switch (state) {
    case EffectState::kPending:
      return v1::EFFECT_STATE_PENDING;
    case EffectState::kClaimed:
      return v1::EFFECT_STATE_CLAIMED;
    case EffectState::kSending:
      return v1::EFFECT_STATE_SENDING;
    case EffectState::kUnknown:
      return v1::EFFECT_STATE_UNKNOWN;
    case EffectState::kDelivered:
      return v1::EFFECT_STATE_DELIVERED;
    case EffectState::kFailed:
      return v1::EFFECT_STATE_FAILED;
  }
  return v1::EFFECT_STATE_UNSPECIFIED;
}

std::optional<EffectState> StateOf(v1::EffectState asked) {
  for (const auto state : {EffectState::kPending, EffectState::kClaimed, EffectState::kSending,
                           EffectState::kUnknown, EffectState::kDelivered, EffectState::kFailed}) {
    if (StateOf(state) == asked) return state;
  }
  return std::nullopt;
}

void Write(const KeptEffect& in, v1::Effect& out) {
  out.set_effect_id(ToString(in.id));
  out.set_kind(std::string(NameOf(in.effect.kind)));
  out.set_purpose(in.effect.purpose);
  out.set_endpoint(in.effect.endpoint);
  out.set_recipient_kind(std::string(NameOf(in.effect.recipient.kind)));
  out.set_recipient(in.effect.recipient.reference);
  out.set_state(StateOf(in.state));
  out.set_attempt_count(in.attempt_count);
  out.set_message_id(in.message_id);
  out.set_reason(in.reason);
  out.set_detail(in.detail);
  WriteTime(in.recorded_time, *out.mutable_recorded_time());
  WriteTime(in.changed_time, *out.mutable_changed_time());
  if (in.next_attempt_time) WriteTime(*in.next_attempt_time, *out.mutable_next_attempt_time());
}

StatusOr<KeptEffect> Find(EffectDesk& desk, const std::string& effect_id) {
  const auto id = ParseUuid(effect_id);
  if (!id) return absl::InvalidArgumentError("effect_id must be a UUID");
  return desk.Get(EffectId(*id));
}

grpc::Status WriteNow(EffectDesk& desk, EffectId id, v1::Effect& out) {
  const auto effect = desk.Get(id);
  if (effect.ok()) Write(*effect, out);
  return ToGrpc(effect.status());
}

// What a person says became of it.
StatusOr<EffectConclusion> ConclusionOf(const KeptEffect& kept, const Caller& caller,
                                        const v1::SettleEffectRequest& in) {
  const auto state = StateOf(in.state());
  if (state != EffectState::kDelivered && state != EffectState::kFailed) {
    return absl::InvalidArgumentError("state must be EFFECT_STATE_DELIVERED or _FAILED");
  }
  if (in.note().size() > kNoteBytesMax || in.note().find('\0') != std::string::npos) {
    return absl::InvalidArgumentError("note may have 200 bytes, and no U+0000");
  }
  const auto outcome =
      state == EffectState::kDelivered ? EffectOutcome::kDelivered : EffectOutcome::kFailed;
  const std::string by = "by " + caller.name + (in.note().empty() ? "" : ": " + in.note());
  return EffectConclusion{{kept.id, kept.effect, outcome, "settled", kept.attempt_count},
                          kept.term,
                          Witness::kPerson,
                          by};
}

grpc::Status NotResent(ResendAnswer answer, const KeptEffect& kept) {
  if (answer == ResendAnswer::kUnwanted) {
    return ToGrpc(Refusal{"effect-unwanted", {}}, grpc::StatusCode::FAILED_PRECONDITION,
                  "this " + kept.effect.purpose +
                      " is not wanted any more, as things stand now: it is not sent again");
  }
  return ToGrpc(Refusal{"effect-stands", {}}, grpc::StatusCode::FAILED_PRECONDITION,
                "it is " + std::string(NameOf(kept.state)) +
                    ": only what is unknown or failed is sent again");
}

}  // namespace

grpc::ServerUnaryReactor* OperationsReads::ListEffects(grpc::CallbackServerContext* context,
                                                       const v1::ListEffectsRequest* request,
                                                       v1::ListEffectsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const v1::ListEffectsRequest& in, v1::ListEffectsResponse& out) {
        const auto effects = store_.effects().List(StateOf(in.state()), PageSizeOf(in.page_size()));
        if (!effects.ok()) return ToGrpc(effects.status());
        for (const KeptEffect& effect : *effects) Write(effect, *out.add_effects());
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* OperationsReads::GetEffect(grpc::CallbackServerContext* context,
                                                     const v1::GetEffectRequest* request,
                                                     v1::GetEffectResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const v1::GetEffectRequest& in, v1::GetEffectResponse& out) {
        const auto effect = Find(store_.effects(), in.effect_id());
        if (!effect.ok()) return ToGrpc(effect.status());
        Write(*effect, *out.mutable_effect());
        const auto& parameters = effect->effect.parameters;
        out.mutable_effect()->mutable_parameters()->insert(parameters.begin(), parameters.end());
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* OperationsReads::ResendEffect(grpc::CallbackServerContext* context,
                                                        const v1::ResendEffectRequest* request,
                                                        v1::ResendEffectResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ResendEffectRequest& in, v1::ResendEffectResponse& out) {
        const auto effect = Find(store_.effects(), in.effect_id());
        if (!effect.ok()) return ToGrpc(effect.status());
        const auto resent = Resend(effect->id, effect->effect, "by " + call.caller.name);
        if (!resent.ok()) return ToGrpc(resent.status());
        if (*resent != ResendAnswer::kResent) return NotResent(*resent, *effect);
        return WriteNow(store_.effects(), effect->id, *out.mutable_effect());
      });
}

grpc::ServerUnaryReactor* OperationsReads::SettleEffect(grpc::CallbackServerContext* context,
                                                        const v1::SettleEffectRequest* request,
                                                        v1::SettleEffectResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::SettleEffectRequest& in, v1::SettleEffectResponse& out) {
        const auto effect = Find(store_.effects(), in.effect_id());
        if (!effect.ok()) return ToGrpc(effect.status());
        const auto conclusion = ConclusionOf(*effect, call.caller, in);
        if (!conclusion.ok()) return ToGrpc(conclusion.status());
        const auto settled = Conclude(*conclusion);
        if (!settled.ok()) return ToGrpc(settled.status());
        if (!*settled) {
          return ToGrpc(
              absl::FailedPreconditionError("it is not unknown: there is nothing to say"));
        }
        return WriteNow(store_.effects(), effect->id, *out.mutable_effect());
      });
}

}  // namespace recourse
