#include "services/routing/domain/decide.h"

#include <gtest/gtest.h>

#include "services/routing/domain/receive.h"
#include "services/routing/domain/response_clock.h"
#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

const Policy kPolicy = SmallPolicy();
const FileId kFile = IdOf<FileId>("c1");
const TicketId kTicket = TicketOf("f1");
const AgentId kAnna("anna");
const AgentId kBen("ben");

// The file as it is after events at their minutes, from nothing.
View After(const std::vector<std::pair<int, Event>>& events) {
  View view;
  for (const auto& [minute, event] : events) {
    for (auto& [key, file] : Decide(view, event, At(minute), kPolicy).changed) view[key] = file;
  }
  return view;
}

View Opened() { return After({{0, Feedback("f1", "c1", "card")}}); }
const Ticket& TheTicket(const View& view) { return view.at(kFile).tickets.at(kTicket); }
ReplyTicket Reply(const AgentId& agent = kAnna) { return {kFile, kTicket, agent, "We did."}; }
ResolveTicket Resolve() { return {kFile, kTicket, kAnna, "Refunded."}; }
TakeTicket Take(const AgentId& agent) { return {kFile, kTicket, agent}; }
DueTimePassed Due() { return {kFile, kTicket}; }
WarnTimePassed Warn() { return {kFile, kTicket}; }

TEST(DecideTest, OpensATicketAtTheBranchOfItsCategoryWithItsClockRunning) {
  const Decision decision = Decide({}, Feedback("f1", "c1", "card"), At(0), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  const Fact& fact = decision.facts.front();
  const auto& opened = std::get<TicketOpened>(fact.what);
  EXPECT_EQ(opened.clock.due_time, At(30));
  EXPECT_EQ(opened.clock.warn_time, At(22) + 30s);
  EXPECT_EQ(opened.routing_rule, "cards");
  EXPECT_EQ(fact.ticket_id, kTicket);
  EXPECT_EQ(fact.number, "70-000007");
  EXPECT_FALSE(fact.before.has_value());
  EXPECT_EQ(fact.after->branch_id, BranchId("b1"));
  EXPECT_EQ(fact.after->response_clock, ClockState::kRunning);
  EXPECT_EQ(fact.versions, (PolicyVersions{3, 5}));
}

TEST(DecideTest, ARepeatContactJoinsTheOpenTicketAndItsPromiseStands) {
  const Decision decision = Decide(Opened(), Feedback("f2", "c1", "card"), At(5), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<FeedbackJoined>(decision.facts[0].what));
  EXPECT_EQ(decision.facts[0].ticket_id, kTicket);
  const Ticket& ticket = decision.changed.at(kFile).tickets.at(kTicket);
  EXPECT_EQ(ticket.clock.due_time, At(30));
  EXPECT_EQ(ticket.feedback_count, 2);
}

TEST(DecideTest, AnotherMatterOfTheSameCustomerIsAnotherTicket) {
  const Decision decision = Decide(Opened(), Feedback("f2", "c1", "loan"), At(5), kPolicy);
  EXPECT_TRUE(std::holds_alternative<TicketOpened>(decision.facts.at(0).what));
  EXPECT_EQ(decision.changed.at(kFile).tickets.size(), 2u);
}

TEST(DecideTest, FeedbackThatNamesAnOpenTicketJoinsItWhateverItsCategory) {
  FeedbackClassified words = Feedback("f2", "c1", "loan");
  words.about_ticket_id = kTicket;
  const Decision decision = Decide(Opened(), words, At(5), kPolicy);
  EXPECT_EQ(decision.facts.at(0).ticket_id, kTicket);
}

TEST(DecideTest, AResolvedMatterThatComesBackIsANewTicket) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, Reply()}, {2, Resolve()}});
  const Decision decision = Decide(view, Feedback("f2", "c1", "card"), At(60), kPolicy);
  EXPECT_EQ(decision.facts.at(0).ticket_id, TicketOf("f2"));
}

TEST(DecideTest, PraiseIsRecordedWithoutATicketAndCountedWhereItCameIn) {
  const Decision decision = Decide({}, Feedback("f1", "c1", "card", "praise"), At(0), kPolicy);
  EXPECT_TRUE(decision.changed.empty());
  const Fact& fact = decision.facts.at(0);
  EXPECT_EQ(std::get<FeedbackRecorded>(fact.what).type, "praise");
  EXPECT_TRUE(fact.ticket_id.empty());
  EXPECT_EQ(fact.after->branch_id, BranchId("b1"));
  EXPECT_FALSE(fact.after->state.has_value());
}

TEST(DecideTest, APlaceDecidesWhereNoRuleFitsAndElseTheRest) {
  FeedbackClassified at_x = Feedback("f1", "c1", "loan");
  at_x.place = "X";
  EXPECT_EQ(Decide({}, at_x, At(0), kPolicy).facts.at(0).after->branch_id, BranchId("b1"));
  const Decision elsewhere = Decide({}, Feedback("f1", "c1", "loan"), At(0), kPolicy);
  EXPECT_EQ(elsewhere.facts.at(0).after->branch_id, BranchId("b0"));
}

TEST(DecideTest, AnAnswerAtTheDueTimeMeetsTheClock) {
  const Decision decision = Decide(Opened(), Reply(), At(30), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_EQ(decision.facts[0].after->response_clock, ClockState::kMet);
  EXPECT_EQ(decision.facts[0].durations_ended,
            (std::vector<EndedDuration>{{"first_response", 30 * 60 * 1000}}));
}

TEST(DecideTest, AnAnswerAMillisecondLaterSaysTheBreachItselfAndMissesTheClock) {
  const Decision decision = Decide(Opened(), Reply(), At(30) + 1ms, kPolicy);
  ASSERT_EQ(decision.facts.size(), 2u);
  EXPECT_EQ(std::get<ClockBreached>(decision.facts[0].what).due_time, At(30));
  EXPECT_EQ(decision.facts[1].before->response_clock, ClockState::kBreached);
  EXPECT_EQ(decision.facts[1].after->response_clock, ClockState::kMissed);
  EXPECT_EQ(decision.facts[1].ticket_version, 3);
}

TEST(DecideTest, DoesNotBreachAtTheDueTimeButAMillisecondLater) {
  EXPECT_TRUE(Decide(Opened(), Due(), At(30), kPolicy).facts.empty());
  EXPECT_EQ(Decide(Opened(), Due(), At(30) + 1ms, kPolicy).facts.size(), 1u);
}

TEST(DecideTest, ABreachIsSaidOnce) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {31, Due()}});
  EXPECT_EQ(Decide(view, Due(), At(32), kPolicy), Decision{});
  EXPECT_EQ(Decide(view, Reply(), At(33), kPolicy).facts.size(), 1u);
}

TEST(DecideTest, AWarningIsSaidOnceAndBeforeTheBreach) {
  const View warned = After({{0, Feedback("f1", "c1", "card")}, {23, Warn()}});
  EXPECT_EQ(TheTicket(warned).clock.state, ClockState::kWarned);
  EXPECT_EQ(Decide(warned, Warn(), At(24), kPolicy), Decision{});
}

TEST(DecideTest, AWarningThatComesAfterTheDueTimeIsABreach) {
  const Decision decision = Decide(Opened(), Warn(), At(40), kPolicy);
  EXPECT_TRUE(std::holds_alternative<ClockBreached>(decision.facts.at(0).what));
}

TEST(DecideTest, ATicketTakenIsNotTakenByAnother) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, Take(kAnna)}});
  EXPECT_EQ(Decide(view, Take(kBen), At(2), kPolicy).refusal->slug, "ticket-taken");
  const Decision again = Decide(view, Take(kAnna), At(2), kPolicy);
  EXPECT_FALSE(again.refusal.has_value());
  EXPECT_TRUE(again.facts.empty());
}

TEST(DecideTest, WhoeverAnswersAnOpenTicketHasTakenIt) {
  const Decision decision = Decide(Opened(), Reply(kBen), At(3), kPolicy);
  EXPECT_EQ(decision.changed.at(kFile).tickets.at(kTicket).agent_id, kBen);
  EXPECT_EQ(decision.facts.at(0).after->state, TicketState::kTaken);
}

TEST(DecideTest, WhatNobodyAnsweredIsNotResolved) {
  EXPECT_EQ(Decide(Opened(), Resolve(), At(1), kPolicy).refusal->slug, "ticket-unanswered");
}

TEST(DecideTest, AResolvedTicketTakesNoMoreCommandsAndHasNoTimers) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, Reply()}, {2, Resolve()}});
  EXPECT_EQ(Decide(view, Reply(), At(3), kPolicy).refusal->slug, "ticket-resolved");
  EXPECT_EQ(Decide(view, Take(kBen), At(3), kPolicy).refusal->slug, "ticket-resolved");
  EXPECT_TRUE(Domain::TimersOf(view.at(kFile)).empty());
}

TEST(DecideTest, RefusesATicketThatIsNotThere) {
  EXPECT_EQ(Decide({}, Reply(), At(0), kPolicy).refusal->slug, "ticket-unknown");
}

TEST(DecideTest, ARunningClockWaitsForItsWarningAndItsDueTime) {
  const auto timers = Domain::TimersOf(Opened().at(kFile));
  ASSERT_EQ(timers.size(), 2u);
  EXPECT_EQ(Domain::Fired(kFile, timers[0]).index(), Event(Warn()).index());
  EXPECT_EQ(Domain::Fired(kFile, timers[1]).index(), Event(Due()).index());
  EXPECT_EQ(timers[1].due_time, At(30));
}

TEST(NumberTest, IsTheYearAndAtLeastSixDigits) {
  const Timestamp in_2026(Duration(std::chrono::hours(24 * 365 * 56 + 24 * 30)));
  EXPECT_EQ(NumberOf(in_2026, 4217), "26-004217");
  EXPECT_EQ(NumberOf(in_2026, 12'345'678), "26-12345678");
}

TEST(SubjectTest, IsTheFirstLineCutBetweenCharacters) {
  FeedbackClassified feedback = Feedback("f1", "c1", "card");
  feedback.text.clear();
  for (int i = 0; i < 100; ++i) feedback.text += "投";
  feedback.text += "\nmore";
  const Decision decision = Decide({}, feedback, At(0), kPolicy);
  const auto& subject = std::get<TicketOpened>(decision.facts.at(0).what).subject;
  EXPECT_EQ(subject.size(), 159u);  // 53 characters of three bytes
}

}  // namespace
}  // namespace recourse::routing
