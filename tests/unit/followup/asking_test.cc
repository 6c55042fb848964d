#include <gtest/gtest.h>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

Event AskTime(const Ticket& ticket) {
  return AskTimePassed{FileOf(ticket), LoopOf(ticket.ticket_id, ticket.cycle)};
}
Event RemindTime(const Ticket& ticket) {
  return RemindTimePassed{FileOf(ticket), LoopOf(ticket.ticket_id, ticket.cycle)};
}
Event ExpireTime(const Ticket& ticket) {
  return ExpireTimePassed{FileOf(ticket), LoopOf(ticket.ticket_id, ticket.cycle)};
}
Event Prefers(const Ticket& ticket, bool surveys) {
  return SetContactPreference{FileOf(ticket), ticket.customer_id, surveys, AgentId()};
}

const Ticket kTicket = TicketOf("t1", "c1");

TEST(AskTest, ASurveyIsSentAfterTheDelayAndNotBefore) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  EXPECT_EQ(course.LoopIn(kTicket).ask_time, At(0, 12));
  course.Tell(AskTime(kTicket), At(0, 12));
  EXPECT_EQ(course.Count(kSurvey), 0);
  course.Tell(AskTime(kTicket), At(0, 12) + 1ms);
  ASSERT_EQ(course.Count(kSurvey), 1);
  const Effect& survey = *course.Last(kSurvey);
  EXPECT_EQ(survey.kind, EffectKind::kMail);
  EXPECT_EQ(survey.recipient.reference, ToString(kTicket.customer_id));
  EXPECT_EQ(survey.parameters.at("language"), "zh");
  EXPECT_EQ(survey.expire_time, At(0, 21) - kSendMargin);  // quiet hours begin
}

TEST(AskTest, TextMessagesGoToTheEndpointOfTheirChannel) {
  Course course;
  course.AskAbout(TicketOf("t1", "c1", "sms"), At(0, 10));
  EXPECT_EQ(course.Last(kSurvey)->kind, EffectKind::kWebhook);
  EXPECT_EQ(course.Last(kSurvey)->endpoint, "sms-gateway");
}

TEST(AskTest, QuietHoursPutItOffToTheirEnd) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 20)), At(0, 20));
  course.Tell(AskTime(kTicket), At(0, 22) + 1ms);
  EXPECT_EQ(course.Count(kSurvey), 0);
  EXPECT_EQ(course.LoopIn(kTicket).ask_time, At(1, 8));
  course.Tell(AskTime(kTicket), At(1, 8) + 1ms);
  EXPECT_EQ(course.Count(kSurvey), 1);
}

TEST(AskTest, NothingIsBegunThatMightEndInQuietHours) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 18, 53)), At(0, 18, 53));
  course.Tell(AskTime(kTicket), At(0, 20, 53) + 1ms);
  EXPECT_EQ(course.Count(kSurvey), 0);
  EXPECT_EQ(course.LoopIn(kTicket).ask_time, At(1, 8));
}

TEST(AskTest, WhatCouldNotBeSentBeforeQuietHoursIsTriedAgainAndIsNoContact) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 17)), At(0, 17));
  course.Tell(AskTime(kTicket), At(0, 19) + 1ms);
  course.Conclude(kSurvey, EffectOutcome::kFailed, At(0, 21), "expired");
  EXPECT_EQ(course.LoopIn(kTicket).state, LoopState::kWaiting);
  EXPECT_EQ(course.LoopIn(kTicket).ask_time, At(1, 8));
  EXPECT_TRUE(course.File(kTicket).contacts.empty());
  course.Tell(AskTime(kTicket), At(1, 8) + 1ms);
  EXPECT_EQ(course.Count(kSurvey), 2);
}

TEST(AskTest, TheResultOfASurveyThatWasPutOffSaysNothingOfTheNext) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 17)), At(0, 17));
  course.Tell(AskTime(kTicket), At(0, 19) + 1ms);
  const EffectResult first{EffectId(), *course.Last(kSurvey), EffectOutcome::kFailed, "expired", 3};
  course.Tell(EffectEnded{FileOf(kTicket), first}, At(0, 21));
  course.Tell(AskTime(kTicket), At(1, 8) + 1ms);
  course.Tell(EffectEnded{FileOf(kTicket), first}, At(1, 9));
  EXPECT_EQ(course.LoopIn(kTicket).state, LoopState::kSending);
  EXPECT_EQ(course.File(kTicket).contacts.size(), 1u);
}

TEST(AskTest, LongAfterTheResolutionNobodyIsAsked) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  course.Tell(AskTime(kTicket), At(3, 10) + 1ms);
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kSuppressed);
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kLate);
}

TEST(AskTest, TheBudgetIsOfTheCustomerOverAllHisTickets) {
  Course course;
  course.AskAbout(TicketOf("t1", "c1"), At(0, 9));
  course.AskAbout(TicketOf("t2", "c1"), At(0, 10));
  course.AskAbout(TicketOf("t3", "c1"), At(0, 11));
  EXPECT_EQ(course.Count(kSurvey), 2);
  EXPECT_EQ(course.LoopIn(TicketOf("t3", "c1")).reason, LoopReason::kBudget);
  course.AskAbout(TicketOf("t4", "c2"), At(0, 11));
  EXPECT_EQ(course.Count(kSurvey), 3);
  course.AskAbout(TicketOf("t5", "c1"), At(7, 10));
  EXPECT_EQ(course.Count(kSurvey), 4);
}

TEST(AskTest, WhoIsNotKnownCannotBeWrittenTo) {
  Course course;
  const Ticket stranger = TicketOf("t1", "");
  course.Tell(Resolved(stranger, At(0, 10)), At(0, 10));
  EXPECT_EQ(course.LoopIn(stranger).reason, LoopReason::kNoContactPoint);
}

TEST(AskTest, AContactPointThatIngestDoesNotKnowEndsTheLoop) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  course.Tell(AskTime(kTicket), At(0, 13));
  course.Conclude(kSurvey, EffectOutcome::kFailed, At(0, 13, 1), "contact-not-found");
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kNoContactPoint);
}

TEST(AskTest, ARefusedMailEndsTheLoop) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  course.Tell(AskTime(kTicket), At(0, 13));
  course.Conclude(kSurvey, EffectOutcome::kFailed, At(0, 13, 1), "smtp-refused");
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kSuppressed);
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kUndeliverable);
}

TEST(AskTest, AChannelThatThePolicyDoesNotAskEndsTheLoopAtOnce) {
  Course course;
  const Ticket ticket = TicketOf("t1", "c1", "social");
  course.Tell(Resolved(ticket, At(0, 10)), At(0, 10));
  EXPECT_EQ(course.LoopIn(ticket).reason, LoopReason::kChannel);
  EXPECT_EQ(course.facts.size(), 2u);  // opened, closed
}

TEST(AskTest, WhoDoesNotWantToBeAskedIsNot) {
  Course course;
  course.Tell(Prefers(kTicket, false), At(0, 9));
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kOptOut);
}

TEST(AskTest, OptingOutWithdrawsWhatIsOpenFromThatInstant) {
  Course course;
  course.AskAbout(TicketOf("t1", "c1"), At(0, 9));
  course.Tell(Resolved(TicketOf("t2", "c1"), At(0, 10)), At(0, 10));
  course.Tell(AskTime(TicketOf("t2", "c1")), At(0, 13));  // written, and not sent yet
  const auto decision = course.Tell(Prefers(kTicket, false), At(0, 13));
  EXPECT_EQ(decision.answer.withdrawn_count, 2);
  EXPECT_FALSE(IsWanted(course.view.at(FileOf(kTicket)), *course.Last(kSurvey)));
  EXPECT_EQ(course.AnswerTo(kTicket, Csat(5), At(0, 14)).refusal->slug, "survey-withdrawn");
}

TEST(AskTest, WhereConsentIsNeededSilenceIsNone) {
  Course course;
  course.policy.survey.consent_needed = true;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kOptOut);
  course.Tell(Prefers(kTicket, true), At(0, 11));
  course.AskAbout(TicketOf("t2", "c1"), At(0, 12));
  EXPECT_EQ(course.Count(kSurvey), 1);
}

TEST(AskTest, ALinkIsIssuedAtOnceByDayAndNightAndIsNoContact) {
  Course course;
  const Ticket ticket = TicketOf("t1", "", "branch");
  course.Tell(Resolved(ticket, At(0, 23)), At(0, 23));
  EXPECT_EQ(course.LoopIn(ticket).state, LoopState::kAsked);
  EXPECT_TRUE(course.effects.empty());
  EXPECT_TRUE(course.File(ticket).contacts.empty());
  EXPECT_FALSE(course.AnswerTo(ticket, Csat(5), At(0, 23, 1)).refusal.has_value());
}

TEST(RemindTest, RemindsOnceTwoDaysAfterItWasSent) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));  // sent at 12:01
  course.Tell(RemindTime(kTicket), At(2, 12, 1));
  EXPECT_EQ(course.Count(kReminder), 0);
  course.Tell(RemindTime(kTicket), At(2, 12, 2));
  course.Tell(RemindTime(kTicket), At(2, 12, 3));
  EXPECT_EQ(course.Count(kReminder), 1);
  course.Conclude(kReminder, EffectOutcome::kDelivered, At(2, 12, 4));
  EXPECT_EQ(course.File(kTicket).contacts.size(), 2u);
}

TEST(RemindTest, WhoAnsweredIsNotReminded) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  course.AnswerTo(kTicket, Csat(5), At(0, 14));
  course.Tell(RemindTime(kTicket), At(2, 13));
  EXPECT_EQ(course.Count(kReminder), 0);
}

TEST(RemindTest, ASpentBudgetLeavesItOut) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  course.AskAbout(TicketOf("t2", "c1"), At(0, 10));
  course.Tell(RemindTime(kTicket), At(2, 13));
  EXPECT_EQ(course.Count(kReminder), 0);
  EXPECT_FALSE(course.LoopIn(kTicket).remind_time.has_value());
}

TEST(RemindTest, QuietHoursPutItOff) {
  Course course;
  course.AskAbout(kTicket, At(0, 18));  // sent at 20:01
  course.Tell(RemindTime(kTicket), At(2, 22));
  EXPECT_EQ(course.LoopIn(kTicket).remind_time, At(3, 8));
}

TEST(ExpireTest, WhoWasAskedAndSaidNothingIsUnheard) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  course.Tell(ExpireTime(kTicket), At(5, 12));
  EXPECT_EQ(course.LoopIn(kTicket).state, LoopState::kAsked);
  course.Tell(ExpireTime(kTicket), At(5, 12, 1));
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kUnheard);
}

TEST(ExpireTest, ACallThatNobodyMadeIsNotUnheard) {
  Course course;
  const Ticket ticket = TicketOf("t1", "c1", "phone");
  course.Tell(Resolved(ticket, At(0, 10)), At(0, 10));
  course.Tell(AskTime(ticket), At(0, 12, 1));
  course.Tell(ExpireTime(ticket), At(6, 12));
  EXPECT_EQ(course.LoopIn(ticket).verdict, Verdict::kSuppressed);
  EXPECT_EQ(course.LoopIn(ticket).reason, LoopReason::kNotCalled);
}

TEST(CancelTest, AReopeningWithdrawsTheSurveyAndTheNextCycleAsksAnew) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  Ticket again = kTicket;
  again.cycle = 2;
  course.Tell(FactOf(again, Reopening{}, 11, At(1, 9)), At(1, 9));
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kCancelled);
  EXPECT_EQ(course.LoopIn(kTicket).reason, LoopReason::kReopened);
  course.AskAbout(again, At(1, 10));
  EXPECT_EQ(course.LoopIn(again).state, LoopState::kAsked);
}

TEST(CancelTest, AnyFactThatShowsTheTicketOpenAgainDoesAsMuch) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  course.Tell(FactOf(kTicket, OtherChange{}, 12, At(1, 9)), At(1, 9));
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kCancelled);
}

TEST(CancelTest, AFactFromBeforeTheResolutionDoesNot) {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  course.Tell(FactOf(kTicket, OtherChange{}, 9, At(1, 9)), At(1, 9));
  EXPECT_EQ(course.LoopIn(kTicket).state, LoopState::kAsked);
}

TEST(CancelTest, OfMergedTicketsOneIsAskedAboutForEachCustomer) {
  Course course;
  const Ticket first = TicketOf("t1", "c1"), second = TicketOf("t2", "c1");
  const Ticket other = TicketOf("t3", "c2");  // of another customer: his promise is his own
  course.Tell(FactOf(second, Merging{}, 5, At(0, 9), TicketStanding::kClosed), At(0, 9));
  course.AskAbout(first, At(0, 10));
  course.AskAbout(other, At(0, 10));
  EXPECT_EQ(course.Count(kSurvey), 2);
  EXPECT_EQ(course.File(first).loops.size(), 1u);
}

TEST(LimitsTest, AFullFileClosesItsOldestLoopAndEachHasItsVerdict) {
  Course course;
  course.policy.survey.delay = 48h;
  for (std::size_t i = 0; i <= kLoopsInFileMax; ++i) {
    const Timestamp time = At(0, 9) + std::chrono::minutes(i);
    course.Tell(Resolved(TicketOf("t" + std::to_string(i), "c1"), time), time);
  }
  EXPECT_EQ(course.File(kTicket).loops.size(), kLoopsInFileMax);
  const Fact& closed = course.facts.at(course.facts.size() - 2);
  EXPECT_EQ(closed.ticket.number, "t0");
  EXPECT_EQ(closed.after->reason, LoopReason::kDisplaced);
}

TEST(AskingTest, SaysUntilWhenByTheClocksOfTheBranch) {
  Course course;
  course.AskAbout(TicketOf("t1", "li"), At(0, 10));
  const Effect* survey = course.Last(kSurvey);
  ASSERT_NE(survey, nullptr);
  EXPECT_EQ(survey->parameters.at("survey_expire_local"), "2026-03-07 12:00");
}

}  // namespace
}  // namespace recourse::followup
