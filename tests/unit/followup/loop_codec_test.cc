// Facts as the log carries them, and answers as commands remember them.
#include "services/followup/adapters/loop_codec.h"

#include <gtest/gtest.h>

#include "recourse/followup/v1/loop_event.pb.h"
#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: short names for values

Fact SomeFact(What what) {
  Fact fact;
  fact.loop_id = IdOf<LoopId>("l1");
  fact.version = 4;
  fact.ticket = TicketOf("26-000017", "liu", "mail", 2);
  fact.occurred_time = At(0, 9);
  fact.recorded_time = At(0, 10);
  fact.before = Standing{LoopState::kAsked, Verdict::kNone, LoopReason::kNone, true, std::nullopt};
  fact.after =
      Standing{LoopState::kClosed, Verdict::kHeardBad, LoopReason::kNone, true, std::nullopt};
  fact.durations_ended = {{"answer", 61'000}, {"loop", 90'000}};
  fact.policy_version = 7;
  fact.what = std::move(what);
  return fact;
}

v1::LoopEvent Said(const Fact& fact) {
  v1::LoopEvent out;
  EXPECT_TRUE(out.ParseFromString(LoopCodec().Encode(fact).payload));
  return out;
}

std::int64_t Ms(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1000 + time.nanos() / 1'000'000;
}

TEST(LoopCodecTest, SaysWhereThingsStoodBeforeAndAfter) {
  const auto out = Said(SomeFact(LoopClosed{}));
  EXPECT_EQ(out.loop_id(), ToString(IdOf<LoopId>("l1")));
  EXPECT_EQ(out.version(), 4);
  EXPECT_EQ(out.ticket_number(), "26-000017");
  EXPECT_EQ(out.customer_id(), ToString(IdOf<CustomerId>("liu")));
  EXPECT_EQ(out.cycle(), 2);
  EXPECT_EQ(Ms(out.occurred_time()), At(0, 9).time_since_epoch().count());
  EXPECT_EQ(Ms(out.recorded_time()), At(0, 10).time_since_epoch().count());
  EXPECT_EQ(out.dimensions().branch_id(), "b1");
  EXPECT_EQ(out.dimensions().agent_id(), "dora");
  EXPECT_EQ(out.before().state(), v1::LOOP_STATE_ASKED);
  EXPECT_TRUE(out.before().asked());
  EXPECT_EQ(out.after().state(), v1::LOOP_STATE_CLOSED);
  EXPECT_EQ(out.after().verdict(), v1::VERDICT_HEARD_BAD);
  ASSERT_EQ(out.durations_ended_size(), 2);
  EXPECT_EQ(out.durations_ended(0).kind(), "answer");
  EXPECT_EQ(out.durations_ended(1).duration_ms(), 90'000);
  EXPECT_EQ(out.survey_policy_version(), 7);
}

TEST(LoopCodecTest, KeysByTheTicketElseByTheCustomer) {
  const auto of_ticket = LoopCodec().Encode(SomeFact(LoopClosed{}));
  EXPECT_EQ(of_ticket.topic, "recourse.followup.loop.v1");
  EXPECT_EQ(of_ticket.key, IdOf<TicketId>("26-000017").uuid());
  EXPECT_EQ(of_ticket.type, "recourse.followup.v1.LoopClosed");
  EXPECT_EQ(of_ticket.schema, "recourse.followup.v1.LoopEvent");
  Fact wish;
  wish.ticket.customer_id = IdOf<CustomerId>("liu");
  wish.what = ContactPreferenceChanged{false, AgentId("anna")};
  EXPECT_EQ(LoopCodec().Encode(wish).key, IdOf<CustomerId>("liu").uuid());
  const auto out = Said(wish);
  EXPECT_TRUE(out.ticket_id().empty());
  EXPECT_FALSE(out.has_before() || out.has_after() || out.has_dimensions());
  EXPECT_FALSE(out.preference_changed().surveys());
  EXPECT_EQ(out.preference_changed().agent_id(), "anna");
}

TEST(LoopCodecTest, SaysAnAnswerWithoutItsWords) {
  SurveyAnswered what{{2, 0, {}, false},     AnswerVia::kPhone,
                      AgentId("anna"),       true,
                      {"csat", "put_right"}, true,
                      Recovery::kUnhappy,    Recovery::kNotRecovered};
  const auto answered = Said(SomeFact(what)).answered();
  EXPECT_EQ(answered.scores().csat(), 2);
  EXPECT_TRUE(answered.scores().has_nps());
  EXPECT_EQ(answered.scores().nps(), 0);
  EXPECT_FALSE(answered.scores().has_ces());
  EXPECT_TRUE(answered.scores().has_put_right());
  EXPECT_EQ(answered.via(), v1::ANSWER_VIA_PHONE);
  EXPECT_EQ(answered.agent_id(), "anna");
  EXPECT_TRUE(answered.has_words());
  ASSERT_EQ(answered.bad_scores_size(), 2);
  EXPECT_EQ(answered.bad_scores(1), "put_right");
  EXPECT_TRUE(answered.reopen());
  EXPECT_EQ(answered.recovery_before(), v1::RECOVERY_UNHAPPY);
  EXPECT_EQ(answered.recovery_after(), v1::RECOVERY_NOT_RECOVERED);
}

TEST(LoopCodecTest, SaysTheCourseOfASurvey) {
  const auto opened = Said(SomeFact(LoopOpened{SurveyWay::kLink, At(0, 11)}));
  EXPECT_EQ(opened.opened().way(), v1::SURVEY_WAY_LINK);
  EXPECT_EQ(Ms(opened.opened().ask_time()), At(0, 11).time_since_epoch().count());
  EXPECT_FALSE(Said(SomeFact(LoopOpened{SurveyWay::kNone, {}})).opened().has_ask_time());
  const auto issued = Said(SomeFact(SurveyIssued{SurveyWay::kMail, At(5, 11)}));
  EXPECT_EQ(issued.issued().way(), v1::SURVEY_WAY_MAIL);
  EXPECT_EQ(Ms(issued.issued().expire_time()), At(5, 11).time_since_epoch().count());
  EXPECT_TRUE(Said(SomeFact(SurveySent{true})).sent().unknown());
  EXPECT_EQ(Said(SomeFact(SurveyPostponed{At(1, 8), "expired"})).postponed().reason(), "expired");
  EXPECT_TRUE(Said(SomeFact(ReminderSent{true})).reminded().unknown());
  EXPECT_EQ(Said(SomeFact(CallStarted{AgentId("ben"), 2})).call_started().ordinal(), 2);
  EXPECT_TRUE(Said(SomeFact(CallEnded{AgentId("ben"), true})).call_ended().unreached());
}

TEST(LoopCodecTest, SaysTheCourseOfADelivery) {
  Fact fact = SomeFact(ReplyDeliveryStarted{ReplyWay::kTell, AgentId("anna")});
  fact.loop_id = LoopId();
  fact.reply_version = 12;
  fact.before.reset();
  fact.after =
      Standing{std::nullopt, Verdict::kNone, LoopReason::kNone, false, DeliveryState::kToTell};
  const auto started = Said(fact);
  EXPECT_TRUE(started.loop_id().empty());
  EXPECT_EQ(started.reply_version(), 12);
  EXPECT_EQ(started.delivery_started().way(), "tell");
  EXPECT_FALSE(started.has_before());
  EXPECT_EQ(started.after().state(), v1::LOOP_STATE_UNSPECIFIED);
  EXPECT_EQ(started.after().delivery(), v1::DELIVERY_STATE_TO_TELL);
  fact.what = ReplyDeliveryFailed{"smtp-refused"};
  EXPECT_EQ(Said(fact).delivery_failed().reason(), "smtp-refused");
  fact.what = ReplyDeliveryUnknown{"no-answer"};
  EXPECT_EQ(Said(fact).delivery_unknown().reason(), "no-answer");
  fact.what = ReplyTold{AgentId("ben"), At(0, 8)};
  EXPECT_EQ(Ms(Said(fact).told().told_time()), At(0, 8).time_since_epoch().count());
  fact.what = ReplyDelivered{};
  EXPECT_TRUE(Said(fact).has_delivered());
}

// Facts and their enumerations have the same numbers on both sides.
TEST(LoopCodecTest, GivesEachWayStateAndReasonItsNumber) {
  for (int way = 1; way <= 5; ++way) {
    const auto opened = Said(SomeFact(LoopOpened{static_cast<SurveyWay>(way), {}})).opened();
    EXPECT_TRUE(v1::SurveyWay_IsValid(opened.way()));
    EXPECT_EQ(static_cast<int>(opened.way()), way);
  }
  EXPECT_EQ(static_cast<int>(LoopReason::kNotCalled), v1::LOOP_REASON_NOT_CALLED);
  EXPECT_EQ(static_cast<int>(LoopReason::kDisplaced), v1::LOOP_REASON_DISPLACED);
  EXPECT_EQ(static_cast<int>(LoopReason::kOptOut), v1::LOOP_REASON_OPT_OUT);
  EXPECT_EQ(static_cast<int>(Verdict::kCancelled), v1::VERDICT_CANCELLED);
  EXPECT_EQ(static_cast<int>(DeliveryState::kUnknown), v1::DELIVERY_STATE_UNKNOWN);
  EXPECT_EQ(static_cast<int>(DeliveryState::kToTell), v1::DELIVERY_STATE_TO_TELL);
  EXPECT_EQ(static_cast<int>(Recovery::kNotRecovered), v1::RECOVERY_NOT_RECOVERED);
}

TEST(LoopCodecTest, RemembersAnswers) {
  const LoopCodec codec;
  for (const Receipt& receipt :
       {Receipt{}, Receipt{IdOf<LoopId>("l1"), {}, true, 0},
        Receipt{{}, IdOf<DeliveryId>("d1"), false, 0}, Receipt{{}, {}, false, 12}}) {
    EXPECT_EQ(codec.DecodeAnswer(codec.EncodeAnswer(receipt)), receipt);
  }
}

}  // namespace
}  // namespace recourse::followup
