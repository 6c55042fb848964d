#include <gtest/gtest.h>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

const Ticket kByMail = TicketOf("t1", "c1");
const Ticket kByPhone = TicketOf("t1", "c1", "phone");

Course Replied(const Ticket& ticket, std::optional<Timestamp> told_time = {}) {
  Course course;
  course.Tell(FactOf(ticket, PublicReply{AgentId("anna"), "the card is on its way", told_time}, 3,
                     At(0, 10)),
              At(0, 10));
  return course;
}
const Delivery& DeliveryIn(const Course& course, const Ticket& ticket) {
  return course.File(ticket).deliveries.at(DeliveryOf(ticket.ticket_id, 3));
}
Decision Mark(Course& course, const Ticket& ticket, Timestamp told_time, Timestamp now) {
  return course.Tell(
      MarkTold{FileOf(ticket), DeliveryOf(ticket.ticket_id, 3), AgentId("anna"), told_time}, now);
}

TEST(DeliverTest, AReplyGoesByTheTicketsChannelAtAnyHour) {
  const Course course = Replied(kByMail);
  const Effect& reply = *course.Last(kReply);
  EXPECT_EQ(reply.kind, EffectKind::kMail);
  EXPECT_EQ(reply.recipient.kind, Recipient::Kind::kCustomer);
  EXPECT_EQ(reply.parameters.at("text"), "the card is on its way");
  EXPECT_EQ(reply.expire_time, At(0, 14));
  EXPECT_EQ(DeliveryIn(course, kByMail).state, DeliveryState::kSending);
}

TEST(DeliverTest, IsNoContactOfTheBudget) {
  EXPECT_TRUE(Replied(kByMail).File(kByMail).contacts.empty());
}

TEST(DeliverTest, TheSameFactAgainSendsNothingAgain) {
  Course course = Replied(kByMail);
  course.Tell(
      FactOf(kByMail, PublicReply{AgentId("anna"), "the card is on its way", {}}, 3, At(0, 10)),
      At(0, 11));
  EXPECT_EQ(course.Count(kReply), 1);
}

TEST(DeliverTest, SaysHowLongItTook) {
  Course course = Replied(kByMail);
  course.Conclude(kReply, EffectOutcome::kDelivered, At(0, 10, 1));
  EXPECT_EQ(DeliveryIn(course, kByMail).state, DeliveryState::kDelivered);
  EXPECT_EQ(course.facts.back().durations_ended,
            (std::vector<EndedDuration>{{"delivery", 60'000}}));
}

TEST(DeliverTest, WhatFailedOrIsUnknownIsATaskOfItsAgentAndIsNotSentAgain) {
  for (const EffectOutcome outcome : {EffectOutcome::kFailed, EffectOutcome::kUnknown}) {
    Course course = Replied(kByMail);
    course.Conclude(kReply, outcome, At(0, 10, 1), "smtp-refused");
    EXPECT_FALSE(IsSettled(DeliveryIn(course, kByMail)));
    EXPECT_EQ(DeliveryIn(course, kByMail).reason, "smtp-refused");
    EXPECT_EQ(course.Count(kReply), 1);
    ASSERT_EQ(course.Count(kNotice), 1);
    EXPECT_EQ(course.Last(kNotice)->parameters.at("agent_id"), "anna");
  }
}

TEST(DeliverTest, WhatAPersonHadSentAgainSettlesIt) {
  Course course = Replied(kByMail);
  course.Conclude(kReply, EffectOutcome::kFailed, At(0, 10, 1), "smtp-refused");
  EXPECT_TRUE(IsWanted(course.view.at(FileOf(kByMail)), *course.Last(kReply)));
  course.Conclude(kReply, EffectOutcome::kDelivered, At(0, 11));
  EXPECT_EQ(DeliveryIn(course, kByMail).state, DeliveryState::kDelivered);
}

TEST(DeliverTest, ACustomerWhoIsNotKnownIsATaskAtOnce) {
  const Ticket stranger = TicketOf("t1", "");
  const Course course = Replied(stranger);
  EXPECT_EQ(DeliveryIn(course, stranger).state, DeliveryState::kFailed);
  EXPECT_EQ(DeliveryIn(course, stranger).reason, "contact-not-found");
  EXPECT_EQ(course.Count(kReply), 0);
}

TEST(TellTest, WhereNobodyIsWrittenToAnAgentTellsTheCustomer) {
  Course course = Replied(kByPhone);
  EXPECT_EQ(DeliveryIn(course, kByPhone).state, DeliveryState::kToTell);
  EXPECT_FALSE(Mark(course, kByPhone, At(0, 10, 30), At(0, 11)).refusal.has_value());
  EXPECT_EQ(DeliveryIn(course, kByPhone).state, DeliveryState::kTold);
  EXPECT_EQ(course.facts.back().occurred_time, At(0, 10, 30));
  EXPECT_EQ(course.facts.back().recorded_time, At(0, 11));
}

TEST(TellTest, MayBeStatedWithTheReply) {
  const Course course = Replied(kByPhone, At(0, 9, 55));
  EXPECT_EQ(DeliveryIn(course, kByPhone).state, DeliveryState::kTold);
  EXPECT_EQ(DeliveryIn(course, kByPhone).told_time, At(0, 9, 55));
}

TEST(TellTest, SaidTwiceItIsTheSameAndSaidOtherwiseItIsRefused) {
  Course course = Replied(kByPhone);
  Mark(course, kByPhone, At(0, 10, 30), At(0, 11));
  const auto facts = course.facts.size();
  EXPECT_FALSE(Mark(course, kByPhone, At(0, 10, 30), At(0, 12)).refusal.has_value());
  EXPECT_EQ(Mark(course, kByPhone, At(0, 10, 31), At(0, 12)).refusal->slug, "reply-already-told");
  EXPECT_EQ(course.facts.size(), facts);
}

TEST(TellTest, ATimeInTheFutureOrADayBeforeTheReplyIsNotBelieved) {
  Course course = Replied(kByPhone);
  EXPECT_EQ(Mark(course, kByPhone, At(0, 11) + 1ms, At(0, 11)).refusal->slug,
            "told-time-out-of-range");
  EXPECT_EQ(Mark(course, kByPhone, At(-1, 10) - 1ms, At(0, 11)).refusal->slug,
            "told-time-out-of-range");
  EXPECT_FALSE(Mark(course, kByPhone, At(-1, 10), At(0, 11)).refusal.has_value());
}

TEST(TellTest, AReplyThatWaitsToBeSentIsNotSentAfterwards) {
  Course course = Replied(kByMail);
  Mark(course, kByMail, At(0, 10, 30), At(0, 11));
  EXPECT_FALSE(IsWanted(course.view.at(FileOf(kByMail)), *course.Last(kReply)));
  course.Conclude(kReply, EffectOutcome::kFailed, At(0, 12), "withdrawn");
  EXPECT_EQ(DeliveryIn(course, kByMail).state, DeliveryState::kTold);
}

TEST(TellTest, WhatIsUnknownOrWasDeliveredIsRefused) {
  Course course = Replied(kByMail);
  course.Conclude(kReply, EffectOutcome::kDelivered, At(0, 10, 1));
  EXPECT_EQ(Mark(course, kByMail, At(0, 10, 30), At(0, 11)).refusal->slug, "reply-delivered");
  EXPECT_EQ(Mark(course, TicketOf("t2", "c1"), At(0, 10, 30), At(0, 11)).refusal->slug,
            "reply-unknown");
}

TEST(LimitsTest, WhatIsSettledLeavesAFullFileFirst) {
  Course course;
  for (std::size_t i = 0; i <= kDeliveriesInFileMax; ++i) {
    const Timestamp time = At(0, 9) + std::chrono::minutes(i);
    const std::optional<Timestamp> told = i == 1 ? std::optional<Timestamp>(time) : std::nullopt;
    course.Tell(FactOf(TicketOf("t" + std::to_string(i), "c1", "phone"),
                       PublicReply{AgentId("anna"), "text", told}, 3, time),
                time);
  }
  const auto& deliveries = course.File(kByPhone).deliveries;
  EXPECT_EQ(deliveries.size(), kDeliveriesInFileMax);
  EXPECT_FALSE(deliveries.contains(DeliveryOf(IdOf<TicketId>("t1"), 3)));
  EXPECT_TRUE(deliveries.contains(DeliveryOf(IdOf<TicketId>("t0"), 3)));
}

}  // namespace
}  // namespace recourse::followup
