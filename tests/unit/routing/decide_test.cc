#include "services/routing/domain/decide.h"

#include <gtest/gtest.h>

#include "services/routing/domain/receive.h"
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
TicketCommand By(const AgentId& agent, std::int64_t seen = 0) {
  return {kFile, kTicket, agent, seen};
}
ReplyTicket Reply(const AgentId& agent = kAnna) { return {By(agent), "We did."}; }
ResolveTicket Resolve() { return {By(kAnna), "Refunded."}; }
TakeTicket Take(const AgentId& agent) { return {By(agent)}; }
AlarmTimePassed Alarm() { return {kFile, kTicket}; }
const sla::ClockName kFirst{sla::ClockKind::kFirstResponse, 1};
const sla::ClockName kResolution{sla::ClockKind::kResolution, 1};
View Warned() { return After({{0, Feedback("f1", "c1", "card")}, {23, Alarm()}}); }
View Resolved() { return After({{0, Feedback("f1", "c1", "card")}, {1, Reply()}, {2, Resolve()}}); }

TEST(DecideTest, OpensATicketAtTheBranchOfItsCategoryWithItsClockRunning) {
  const Decision decision = Decide({}, Feedback("f1", "c1", "card"), At(0), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  const Fact& fact = decision.facts.front();
  const auto& opened = std::get<TicketOpened>(fact.what);
  EXPECT_EQ(opened.due_time, At(30));
  EXPECT_EQ(opened.warn_time, At(22) + 30s);
  EXPECT_EQ(opened.target, 30min);
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
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(30));
  EXPECT_EQ(ticket.clocks.size(), 2u);
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

TEST(DecideTest, AResolvedMatterThatComesBackReopensItsTicketAndJoinsIt) {
  const Decision decision = Decide(Resolved(), Feedback("f2", "c1", "card"), At(60), kPolicy);
  ASSERT_EQ(decision.facts.size(), 2u);
  EXPECT_EQ(std::get<TicketReopened>(decision.facts[0].what).cause, "customer");
  EXPECT_TRUE(std::holds_alternative<FeedbackJoined>(decision.facts[1].what));
  EXPECT_EQ(decision.facts[1].ticket_id, kTicket);
  EXPECT_EQ(decision.facts[1].cycle, 2);
  const Ticket& ticket = decision.changed.at(kFile).tickets.at(kTicket);
  EXPECT_EQ(ticket.severity, 3);
  EXPECT_EQ(ticket.clocks.at(kFirst).state, ClockState::kMet);  // E71: not owed twice
  EXPECT_EQ(ticket.clocks.at(kResolution).state, ClockState::kMet);
}

TEST(DecideTest, ThanksAfterTheResolutionReopenNothing) {  // E70
  FeedbackClassified thanks = Feedback("f2", "c1", "card", "noise");
  thanks.about_ticket_id = kTicket;
  const Decision decision = Decide(Resolved(), thanks, At(60), kPolicy);
  EXPECT_EQ(decision.changed.at(kFile).tickets, Resolved().at(kFile).tickets);
  EXPECT_TRUE(std::holds_alternative<FeedbackRecorded>(decision.facts.at(0).what));
}

TEST(DecideTest, WhatWasResolvedTooLongAgoIsANewTicket) {
  const Timestamp eighth_day = At(2) + 7 * 24h + 1ms;
  const Decision decision = Decide(Resolved(), Feedback("f2", "c1", "card"), eighth_day, kPolicy);
  EXPECT_EQ(decision.facts.at(0).ticket_id, TicketOf("f2"));
  EXPECT_EQ(Decide(Resolved(), ReopenTicket{By(kAnna), "no"}, eighth_day, kPolicy).refusal->slug,
            "reopen-too-late");
}

TEST(DecideTest, ABadSurveyReopensTheCycleItAskedAboutAndNoOther) {
  const SurveyAnsweredBadly bad{kFile, kTicket, 1};
  const Decision decision = Decide(Resolved(), bad, At(60), kPolicy);
  EXPECT_EQ(std::get<TicketReopened>(decision.facts.at(0).what).cause, "survey");
  EXPECT_EQ(Decide(decision.changed, bad, At(61), kPolicy), Decision{});
  EXPECT_EQ(Decide(Opened(), bad, At(5), kPolicy), Decision{});
}

TEST(DecideTest, SeverityRisesNoHigherThanCritical) {
  FeedbackClassified critical = Feedback("f1", "c1", "card");
  critical.severity = kSeverityMax;
  const View view = After({{0, critical}, {1, Reply()}, {2, Resolve()}});
  const Decision decision = Decide(view, ReopenTicket{By(kAnna), "no"}, At(3), kPolicy);
  EXPECT_EQ(decision.facts.at(0).after->severity, kSeverityMax);
}

TEST(DecideTest, PraiseIsRecordedWithoutATicketAndCountedWhereItCameIn) {
  const Decision decision = Decide({}, Feedback("f1", "c1", "card", "praise"), At(0), kPolicy);
  EXPECT_TRUE(decision.changed.at(kFile).tickets.empty());
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
  const Decision decision = Decide(Warned(), Reply(), At(30), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_EQ(decision.facts[0].after->response_clock, ClockState::kMet);
  EXPECT_EQ(decision.facts[0].durations_ended,
            (std::vector<EndedDuration>{{"first_response", 30 * 60 * 1000, 30 * 60 * 1000}}));
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
  EXPECT_TRUE(Decide(Warned(), Alarm(), At(30), kPolicy).facts.empty());
  EXPECT_EQ(Decide(Warned(), Alarm(), At(30) + 1ms, kPolicy).facts.size(), 1u);
}

TEST(DecideTest, ABreachIsSaidOnce) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {31, Alarm()}});
  EXPECT_EQ(Decide(view, Alarm(), At(32), kPolicy), Decision{});
  EXPECT_EQ(Decide(view, Reply(), At(33), kPolicy).facts.size(), 1u);
}

TEST(DecideTest, AWarningIsSaidOnceAndBeforeTheBreach) {
  EXPECT_EQ(TheTicket(Warned()).clocks.at(kFirst).state, ClockState::kWarned);
  EXPECT_EQ(Decide(Warned(), Alarm(), At(24), kPolicy), Decision{});
}

TEST(DecideTest, AWarningThatComesAfterTheDueTimeIsLeftOut) {
  const Decision decision = Decide(Opened(), Alarm(), At(35), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<ClockBreached>(decision.facts[0].what));
}

TEST(DecideTest, ALevelIsCalledOnceAfterItsTimeBeyondTheDueTime) {  // E85
  const View breached = After({{0, Feedback("f1", "c1", "card")}, {31, Alarm()}});
  EXPECT_EQ(Decide(breached, Alarm(), At(40), kPolicy), Decision{});
  const Decision called = Decide(breached, Alarm(), At(40) + 1ms, kPolicy);
  EXPECT_EQ(std::get<ClockEscalated>(called.facts.at(0).what).level, 1);
  EXPECT_EQ(Decide(called.changed, Alarm(), At(50), kPolicy), Decision{});
}

TEST(DecideTest, WhoSawAnotherVersionIsToldSo) {
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, Take(kAnna)}});
  const Decision late = Decide(view, NoteTicket{By(kAnna, 1), "n"}, At(2), kPolicy);
  EXPECT_EQ(late.refusal->slug, "ticket-changed");
  EXPECT_EQ(late.refusal->parameters.at("version"), "2");
  EXPECT_FALSE(Decide(view, NoteTicket{By(kAnna, 2), "n"}, At(2), kPolicy).refusal);
}

TEST(DecideTest, AWaitStopsTheClocksThatMayPauseAndTheCustomersWordsEndIt) {  // E30, E39
  const View waiting =
      After({{0, Feedback("f1", "c1", "card")}, {5, WaitTicket{By(kAnna), "papers"}}});
  const Ticket& ticket = TheTicket(waiting);
  EXPECT_EQ(ticket.state, TicketState::kWaiting);
  EXPECT_EQ(ticket.reason, "papers");
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(30));
  EXPECT_EQ(ticket.clocks.at(kResolution).state, ClockState::kPaused);
  EXPECT_FALSE(ticket.clocks.at(kResolution).due_time.has_value());
  const Decision wrote = Decide(waiting, Feedback("f2", "c1", "card"), At(10), kPolicy);
  EXPECT_EQ(std::get<TicketResumed>(wrote.facts.at(0).what).agent_id, AgentId());
  EXPECT_EQ(wrote.changed.at(kFile).tickets.at(kTicket).clocks.at(kResolution).due_time,
            At(3 * 24 * 60 + 5));
}

TEST(DecideTest, WhenTheCustomerWasToldMayLieInThePastButNotBeforeTheTicketNorAhead) {
  const auto slug = [](Timestamp told) {
    const Decision decision =
        Decide(Opened(), ReplyTicket{By(kAnna), "told", told}, At(10), kPolicy);
    return decision.refusal ? decision.refusal->slug : "";
  };
  EXPECT_EQ(slug(At(0)), "");
  EXPECT_EQ(slug(At(0) - 1ms), "told-time-invalid");
  EXPECT_EQ(slug(At(15)), "");
  EXPECT_EQ(slug(At(15) + 1ms), "told-time-invalid");
}

TEST(DecideTest, WhatTheCustomerAskedSinceIsOwedBeforeAResolution) {
  const View view =
      After({{0, Feedback("f1", "c1", "card")}, {1, Reply()}, {2, Feedback("f2", "c1", "card")}});
  EXPECT_EQ(Decide(view, Resolve(), At(3), kPolicy).refusal->slug, "ticket-unanswered");
}

TEST(DecideTest, AReturnGoesToDispatchAndIsJudgedOnce) {  // E58
  const View returned =
      After({{0, Feedback("f1", "c1", "card")}, {15, ReturnTicket{By(kAnna), "not ours"}}});
  const Ticket& ticket = TheTicket(returned);
  EXPECT_EQ(ticket.branch_id, BranchId("b0"));
  EXPECT_EQ(ticket.region_id, RegionId("north"));
  EXPECT_EQ(ticket.returned_from, BranchId("b1"));
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(30));
  const Decision judged = Decide(returned, JudgeReturn{By(kBen), false, "yours"}, At(16), kPolicy);
  EXPECT_EQ(judged.facts.at(0).after->branch_id, BranchId("b1"));
  EXPECT_EQ(Decide(judged.changed, JudgeReturn{By(kBen)}, At(17), kPolicy).refusal->slug,
            "return-unknown");
}

TEST(DecideTest, AChangedCalendarHoldsFromTheNextChangeOfARunningTicket) {
  Policy changed = kPolicy;  // from now on b1 is open in the first ten hours of a day
  changed.branches[BranchId("b1")].calendar_id = "short";
  const View view = After({{595, Feedback("f1", "c1", "card")}});
  const Decision decision = Decide(view, Feedback("f2", "c1", "card"), At(597), changed);
  ASSERT_EQ(decision.facts.size(), 3u);
  const auto& moved = std::get<ClockRecomputed>(decision.facts[1].what);
  EXPECT_EQ(moved.clock, kFirst);
  EXPECT_EQ(moved.old_due_time, At(625));
  EXPECT_EQ(moved.new_due_time, At(24 * 60 + 25));
  EXPECT_EQ(moved.cause, "policy_change");
}

TEST(DecideTest, ATicketKeepsTheStandardItWasOpenedUnder) {  // E50
  Policy changed = kPolicy;
  changed.sla[6] = kPolicy.sla.at(5);
  changed.sla[6].standards[0].targets[sla::ClockKind::kNextResponse] = Duration(5min);
  changed.versions.sla = 6;
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, Reply()}});
  const Decision decision = Decide(view, Feedback("f2", "c1", "card"), At(2), changed);
  const Ticket& ticket = decision.changed.at(kFile).tickets.at(kTicket);
  EXPECT_EQ(ticket.clocks.at({sla::ClockKind::kNextResponse, 1}).due_time, At(32));
  EXPECT_EQ(decision.facts.at(0).versions.sla, 5);
}

TEST(DecideTest, BeyondWhatACalendarKnowsThereIsNoDueTimeAndNoTimer) {
  Policy policy = kPolicy;
  sla::Calendar known = ShortDays();
  known.calendar_id = "known@1";
  known.known_until = DateOf(CivilTime(std::chrono::days(1)));
  policy.calendars.Add(known);
  policy.calendar_names["known"] = "known@1";
  policy.branches[BranchId("b1")].calendar_id = "known";
  const Decision decision = Decide({}, Feedback("f1", "c1", "card"), At(0), policy);
  const Ticket& ticket = decision.changed.at(kFile).tickets.at(kTicket);
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(30));
  EXPECT_FALSE(ticket.clocks.at(kResolution).due_time);
  EXPECT_EQ(ticket.clocks.at(kResolution).reason, "calendar-not-known");
  EXPECT_EQ(Domain::TimersOf(decision.changed.at(kFile)).size(), 1u);
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

TEST(DecideTest, AResolvedTicketTakesNoMoreCommandsAndWaitsForItsConfirmation) {
  const View view = Resolved();
  EXPECT_EQ(Decide(view, Reply(), At(3), kPolicy).refusal->slug, "ticket-resolved");
  EXPECT_EQ(Decide(view, Take(kBen), At(3), kPolicy).refusal->slug, "ticket-resolved");
  const auto timers = Domain::TimersOf(view.at(kFile));
  ASSERT_EQ(timers.size(), 1u);
  EXPECT_EQ(timers[0].due_time, At(2) + 7 * 24h);
  EXPECT_TRUE(std::holds_alternative<ConfirmTimePassed>(Domain::Fired(kFile, timers[0])));
}

TEST(DecideTest, RefusesATicketThatIsNotThere) {
  EXPECT_EQ(Decide({}, Reply(), At(0), kPolicy).refusal->slug, "ticket-unknown");
}

TEST(DecideTest, EachRunningClockWaitsForItsNextAlarm) {
  const auto timers = Domain::TimersOf(Opened().at(kFile));
  ASSERT_EQ(timers.size(), 2u);
  EXPECT_EQ(timers[0].name, ToString(kTicket) + "/first_response.1/warn");
  EXPECT_EQ(timers[1].name, ToString(kTicket) + "/resolution.1/warn");
  EXPECT_TRUE(std::holds_alternative<AlarmTimePassed>(Domain::Fired(kFile, timers[0])));
  const auto later = Domain::TimersOf(Warned().at(kFile));
  EXPECT_EQ(later[0].name, ToString(kTicket) + "/first_response.1/due");
  EXPECT_EQ(later[0].due_time, At(30));
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
