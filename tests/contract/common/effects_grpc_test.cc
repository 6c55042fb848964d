// What a person on duty sees and does of effects, over the wire and PostgreSQL.
#include <gtest/gtest.h>

#include <string>

#include "services/common/access/key.h"
#include "services/common/app/operations_grpc.h"
#include "services/common/grpc/client.h"
#include "services/common/grpc/server.h"
#include "tests/support/notice_postgres.h"

namespace recourse::testing {
namespace {

namespace v1 = operations::v1;
using Stub = v1::OperationsService::Stub;

const Secret kSecret("0123456789abcdef0123456789abcdef");

class NoticeOperations final : public OperationsReads {
 public:
  NoticeOperations(Calls& calls, OperationsStore& store, Handler<Notice>& handler)
      : OperationsReads(calls, store), handler_(handler) {}

 protected:
  StatusOr<bool> Conclude(const EffectConclusion& conclusion) override {
    return handler_.Conclude(conclusion);
  }
  StatusOr<ResendAnswer> Resend(EffectId id, const Effect& effect,
                                const std::string& detail) override {
    return handler_.ResendEffect(id, effect, detail);
  }

 private:
  Handler<Notice>& handler_;
};

class EffectsGrpcTest : public ::testing::Test {
 protected:
  EffectsGrpcTest() {
    const RequestId request(NamedUuid(kRecourseSpace, "r1"));
    EXPECT_TRUE(
        handler_.Execute({{request, "d", {Notice::KeyOf(1), {Notice::MailOf(1, 1)}}}}).ok());
    effect_ = **bench_.effects().Claim("notice-1", {}, std::chrono::hours(1));
    EXPECT_EQ(*handler_.BeginEffect({effect_.id, effect_.effect, effect_.term, "<m@example.com>",
                                     std::chrono::hours(1)}),
              BeginAnswer::kBegun);
  }
  bool Conclude(EffectOutcome outcome) {
    return *handler_.Conclude({{effect_.id, effect_.effect, outcome, "smtp-no-answer", 1},
                               effect_.term,
                               Witness::kSender,
                               "nobody answered"});
  }

  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, Role role = Role::kAdministrator) {
    grpc::ClientContext context;
    Prepare(context, {*MintKey(kSecret, {"k", role, "", "Wang Fang"})});
    return ((*stub_).*method)(&context, request, &response);
  }
  grpc::Status Settle(v1::EffectState state, const std::string& note,
                      v1::SettleEffectResponse& response) {
    v1::SettleEffectRequest request;
    request.set_effect_id(ToString(effect_.id));
    request.set_state(state);
    request.set_note(note);
    return Call(&Stub::SettleEffect, request, response);
  }
  grpc::Status Resend(v1::ResendEffectResponse& response, Role role = Role::kAdministrator) {
    v1::ResendEffectRequest request;
    request.set_effect_id(ToString(effect_.id));
    return Call(&Stub::ResendEffect, request, response, role);
  }

  NoticePostgres bench_;
  Handler<Notice> handler_{bench_.store()};
  ClaimedEffect effect_;
  OperationsStore store_{bench_.pool(), NoticeCodec::kDeadTopic};
  Readiness readiness_;
  WorkerPool pool_{"calls", {}};
  Calls calls_{"test", kSecret, pool_};
  NoticeOperations operations_{calls_, store_, handler_};
  std::unique_ptr<GrpcServer> server_ = *GrpcServer::Start(
      {{"127.0.0.1", 0}, false, kMaxReceiveBytes, kSecret}, {&operations_}, readiness_);
  std::unique_ptr<Stub> stub_ = v1::OperationsService::NewStub(
      MakeChannel({"127.0.0.1", static_cast<std::uint16_t>(server_->port())}));
};

TEST_F(EffectsGrpcTest, ListsByStateAndShowsWhatOneSays) {
  ASSERT_TRUE(Conclude(EffectOutcome::kUnknown));
  v1::ListEffectsRequest request;
  v1::ListEffectsResponse listed;
  request.set_state(v1::EFFECT_STATE_UNKNOWN);
  ASSERT_TRUE(Call(&Stub::ListEffects, request, listed, Role::kAuditor).ok());
  ASSERT_EQ(listed.effects_size(), 1);
  const v1::Effect& effect = listed.effects(0);
  EXPECT_EQ(effect.effect_id(), ToString(effect_.id));
  EXPECT_EQ(effect.kind(), "mail");
  EXPECT_EQ(effect.recipient_kind(), "address");
  EXPECT_EQ(effect.recipient(), "ann@example.com");
  EXPECT_EQ(effect.state(), v1::EFFECT_STATE_UNKNOWN);
  EXPECT_EQ(effect.attempt_count(), 1);
  EXPECT_EQ(effect.message_id(), "<m@example.com>");
  EXPECT_EQ(effect.reason(), "smtp-no-answer");
  EXPECT_TRUE(effect.parameters().empty());
  request.set_state(v1::EFFECT_STATE_FAILED);
  v1::ListEffectsResponse none;
  ASSERT_TRUE(Call(&Stub::ListEffects, request, none).ok());
  EXPECT_EQ(none.effects_size(), 0);
  v1::GetEffectRequest get;
  get.set_effect_id(ToString(effect_.id));
  v1::GetEffectResponse got;
  ASSERT_TRUE(Call(&Stub::GetEffect, get, got).ok());
  EXPECT_EQ(got.effect().parameters().at("text"), "Look at it");
}

TEST_F(EffectsGrpcTest, APersonSettlesWhatIsUnknownAndTheDomainHearsIt) {
  v1::SettleEffectResponse response;
  EXPECT_EQ(Settle(v1::EFFECT_STATE_DELIVERED, "", response).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Conclude(EffectOutcome::kUnknown));
  EXPECT_EQ(Settle(v1::EFFECT_STATE_PENDING, "", response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Settle(v1::EFFECT_STATE_FAILED, std::string(201, 'x'), response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(Settle(v1::EFFECT_STATE_DELIVERED, "she called back", response).ok());
  EXPECT_EQ(response.effect().state(), v1::EFFECT_STATE_DELIVERED);
  EXPECT_EQ(response.effect().reason(), "settled");
  EXPECT_EQ(response.effect().detail(), "by Wang Fang: she called back");
  EXPECT_EQ(bench_.Facts(), (std::vector<std::string>{"sent", "1 unknown", "1 delivered"}));
  EXPECT_FALSE(Settle(v1::EFFECT_STATE_DELIVERED, "", response).ok());
}

TEST_F(EffectsGrpcTest, APersonHasAnEffectSentAgainAndNobodyElseMay) {
  v1::ResendEffectResponse response;
  EXPECT_EQ(Resend(response).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Conclude(EffectOutcome::kUnknown));
  EXPECT_EQ(Resend(response, Role::kAuditor).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Resend(response).ok());
  EXPECT_EQ(response.effect().state(), v1::EFFECT_STATE_PENDING);
  EXPECT_EQ(response.effect().detail(), "by Wang Fang");
  EXPECT_TRUE(response.effect().has_next_attempt_time());
  EXPECT_EQ((**bench_.effects().Claim("notice-1", {}, std::chrono::hours(1))).term, 2);
}

TEST_F(EffectsGrpcTest, WhatIsNotWantedAnyMoreIsRefusedWithASentence) {
  ASSERT_TRUE(Conclude(EffectOutcome::kUnknown));
  const RequestId stop(NamedUuid(kRecourseSpace, "stop"));
  ASSERT_TRUE(handler_.Execute({{stop, "d", {Notice::KeyOf(1), {}, {}, true}}}).ok());
  v1::ResendEffectResponse response;
  const grpc::Status status = Resend(response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(RefusalOf(status)->slug, "effect-unwanted");
  EXPECT_NE(status.error_message().find("not wanted any more"), std::string::npos);
  EXPECT_EQ(bench_.StateOf(effect_.id), EffectState::kUnknown);
}

TEST_F(EffectsGrpcTest, SaysWhatAnIdMustBeAndThatThereIsNone) {
  v1::GetEffectRequest request;
  v1::GetEffectResponse response;
  request.set_effect_id("7");
  EXPECT_EQ(Call(&Stub::GetEffect, request, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.set_effect_id(ToString(NamedUuid(kRecourseSpace, "nobody")));
  EXPECT_EQ(Call(&Stub::GetEffect, request, response).error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace recourse::testing
