// What followup does not want any more is not sent, nor sent again: its domain and its rows in a
// real PostgreSQL, asked by the handler as the effects loop asks.
#include "tests/support/followup/door.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

class WantedTest : public DoorTest {
 protected:
  // In a sender's hands: claimed, and not begun.
  ClaimedEffect Claimed() {
    const auto claimed = *effects_.Claim("followup-1", {}, std::chrono::hours(1));
    EXPECT_TRUE(claimed.has_value());
    return claimed.value_or(ClaimedEffect{});
  }
  BeginAnswer Begin(const ClaimedEffect& claimed) {
    return *handler_.BeginEffect(
        {claimed.id, claimed.effect, claimed.term, "<1@bank.example>", std::chrono::hours(1)});
  }
  void Conclude(const ClaimedEffect& claimed, EffectOutcome outcome, const std::string& reason) {
    EXPECT_TRUE(*handler_.Conclude(
        {{claimed.id, claimed.effect, outcome, reason, 1}, claimed.term, Witness::kSender, ""}));
  }
  ResendAnswer Resend(const ClaimedEffect& claimed) {
    return *handler_.ResendEffect(claimed.id, claimed.effect, "by a test");
  }
  // Its survey is on its way to a sender.
  ClaimedEffect SurveyOf(const Ticket& ticket) {
    Tell(AskTimePassed{FileOf(ticket), Resolve(ticket)});
    const ClaimedEffect claimed = Claimed();
    EXPECT_EQ(claimed.effect.purpose, kSurvey);
    return claimed;
  }
  int Contacts(const Ticket& ticket) {
    const auto kept = queries_.Get(ticket.customer_id, "");
    return Spent(kept->contacts, {3, std::chrono::hours(24)}, kept->now);
  }
};

TEST_F(WantedTest, AnOptOutStopsASurveyThatASenderHoldsAlready) {
  const Ticket ticket = TicketOf("t1", "li");
  const ClaimedEffect survey = SurveyOf(ticket);
  EXPECT_EQ(Contacts(ticket), 1);
  Tell(SetContactPreference{FileOf(ticket), ticket.customer_id, false, AgentId()});
  EXPECT_EQ(Begin(survey), BeginAnswer::kUnwanted);
  Conclude(survey, EffectOutcome::kFailed, kWithdrawn);
  EXPECT_EQ(Contacts(ticket), 0);
  EXPECT_EQ(Resend(survey), ResendAnswer::kUnwanted);
}

TEST_F(WantedTest, AReopeningWithdrawsTheSurvey) {
  const Ticket ticket = TicketOf("t1", "li");
  const ClaimedEffect survey = SurveyOf(ticket);
  Tell(FactOf(TicketOf("t1", "li", "mail", 2), Reopening{}, 11, Now()));
  EXPECT_EQ(Begin(survey), BeginAnswer::kUnwanted);
}

TEST_F(WantedTest, WhatIsWantedBegins) {
  EXPECT_EQ(Begin(SurveyOf(TicketOf("t1", "li"))), BeginAnswer::kBegun);
}

TEST_F(WantedTest, AReplyThatFailedMayBeSentAgainUntilTheCustomerWasTold) {
  const Ticket ticket = TicketOf("t1", "li");
  Tell(FactOf(ticket, PublicReply{AgentId("dora"), "Done.", {}}, 2, Now()));
  const ClaimedEffect reply = Claimed();
  ASSERT_EQ(Begin(reply), BeginAnswer::kBegun);
  Conclude(reply, EffectOutcome::kFailed, "smtp-refused");
  EXPECT_EQ(Resend(reply), ResendAnswer::kResent);
  const ClaimedEffect again = Claimed();
  Tell(MarkTold{FileOf(ticket), DeliveryOf(ticket.ticket_id, 2), AgentId("dora"), Now()});
  EXPECT_EQ(Begin(again), BeginAnswer::kUnwanted);
}

// A new ticket changes no file of followup; its notices are handed over where they were written.
TEST_F(WantedTest, ANoticeReachesItsDigestInOneTransaction) {
  Ticket ticket = TicketOf("t1", "li");
  ticket.dimensions = {BranchId("b9"),  RegionId("north"), Category("card"),
                       Channel("mail"), AgentId(),         2};
  Tell(FactOf(ticket, NewTicket{}, 1, Now()));
  const auto ended = handler_.Receive(10);
  ASSERT_TRUE(ended.ok()) << ended.status();
  ASSERT_EQ(ended->size(), 1U);
  EXPECT_EQ(ended->front().result.effect.purpose, kNotice);
  EXPECT_EQ(ended->front().result.outcome, EffectOutcome::kDelivered);
  EXPECT_TRUE(handler_.Receive(10)->empty());
}

}  // namespace
}  // namespace recourse::followup
