#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "recourse/operations/v1/operations_service.grpc.pb.h"
#include "services/common/app/decider_runtime.h"
#include "services/common/grpc/status.h"
#include "services/common/postgres/operations_store.h"

namespace recourse {

// What of OperationsService is the same whatever the domain.
class OperationsReads : public operations::v1::OperationsService::CallbackService {
 public:
  OperationsReads(Calls& calls, OperationsStore& store) : calls_(calls), store_(store) {}
  grpc::ServerUnaryReactor* ListDeadLetters(
      grpc::CallbackServerContext* context, const operations::v1::ListDeadLettersRequest* request,
      operations::v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* GetDeadLetter(grpc::CallbackServerContext* context,
                                          const operations::v1::GetDeadLetterRequest* request,
                                          operations::v1::GetDeadLetterResponse* response) override;
  grpc::ServerUnaryReactor* ResendFacts(grpc::CallbackServerContext* context,
                                        const operations::v1::ResendFactsRequest* request,
                                        operations::v1::ResendFactsResponse* response) override;
  grpc::ServerUnaryReactor* ListEffects(grpc::CallbackServerContext* context,
                                        const operations::v1::ListEffectsRequest* request,
                                        operations::v1::ListEffectsResponse* response) override;
  grpc::ServerUnaryReactor* GetEffect(grpc::CallbackServerContext* context,
                                      const operations::v1::GetEffectRequest* request,
                                      operations::v1::GetEffectResponse* response) override;
  grpc::ServerUnaryReactor* ResendEffect(grpc::CallbackServerContext* context,
                                         const operations::v1::ResendEffectRequest* request,
                                         operations::v1::ResendEffectResponse* response) override;
  grpc::ServerUnaryReactor* SettleEffect(grpc::CallbackServerContext* context,
                                         const operations::v1::SettleEffectRequest* request,
                                         operations::v1::SettleEffectResponse* response) override;

 protected:
  // As Handler::Conclude; a domain without effects never has one to conclude.
  virtual StatusOr<bool> Conclude(const EffectConclusion& conclusion) = 0;
  // As Handler::ResendEffect.
  virtual StatusOr<ResendAnswer> Resend(EffectId id, const Effect& effect,
                                        const std::string& detail) = 0;

  Calls& calls_;
  OperationsStore& store_;
};

// A dead letter is replayed as a command whose request is the fact's own id: it is carried out
// once, and says what it would have said. What a person says of an effect is an event of the
// domain.
template <Decider D>
class OperationsGrpc final : public OperationsReads {
 public:
  OperationsGrpc(App& app, OperationsStore& store, DeciderRuntime<D>& runtime,
                 const Codec<D>& codec)
      : OperationsReads(app.calls(), store),
        commands_(runtime.commands()),
        handler_(runtime.handler()),
        codec_(codec) {}

  grpc::ServerUnaryReactor* ReplayDeadLetter(
      grpc::CallbackServerContext* context, const operations::v1::ReplayDeadLetterRequest* request,
      operations::v1::ReplayDeadLetterResponse* response) override {
    return calls_.Unary(context, request, response,
                        [this](const Call&, const operations::v1::ReplayDeadLetterRequest& in,
                               operations::v1::ReplayDeadLetterResponse& out,
                               Done done) { Replay(in, out, std::move(done)); });
  }

 protected:
  StatusOr<bool> Conclude(const EffectConclusion& conclusion) override {
    if constexpr (EffectfulDecider<D>) return handler_.Conclude(conclusion);
    return absl::UnimplementedError("nothing leaves the house from this service: " +
                                    ToString(conclusion.result.effect_id));
  }
  StatusOr<ResendAnswer> Resend(EffectId id, [[maybe_unused]] const Effect& effect,
                                [[maybe_unused]] const std::string& detail) override {
    if constexpr (EffectfulDecider<D>) return handler_.ResendEffect(id, effect, detail);
    return absl::UnimplementedError("nothing leaves the house from this service: " + ToString(id));
  }

 private:
  void Replay(const operations::v1::ReplayDeadLetterRequest& in,
              operations::v1::ReplayDeadLetterResponse& out, Done done) {
    auto letter = store_.Get(in.partition(), in.sequence());
    if (!letter.ok()) return done(ToGrpc(letter.status()));
    if (!in.payload().empty()) letter->record.payload = in.payload();
    auto content = codec_.Decode(letter->record);
    if (const auto* unreadable = std::get_if<Unreadable>(&content)) {
      return done({grpc::StatusCode::INVALID_ARGUMENT, "still unreadable: " + unreadable->reason});
    }
    typename D::Event* const events[] = {&std::get<typename D::Event>(content)};
    codec_.Prepare(events);
    const Uuid cause = letter->record.id.empty() ? NamedUuid(kRecourseSpace, letter->origin)
                                                 : letter->record.id.uuid();
    const Status taken = commands_.Submit(
        {RequestId(cause), "replay", std::get<typename D::Event>(std::move(content))},
        [&out, done](StatusOr<Answered<D>> answer) {
          if (!answer.ok()) return done(ToGrpc(answer.status()));
          if (const auto* refusal = std::get_if<Refusal>(&*answer)) out.set_refusal(refusal->slug);
          done(grpc::Status::OK);
        });
    if (!taken.ok()) done(ToGrpc(taken));
  }

  Commands<D>& commands_;
  Handler<D>& handler_;
  const Codec<D>& codec_;
};

}  // namespace recourse
