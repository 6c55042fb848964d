// What corrections do beyond the table in tests/golden/routing/corrections.txt.
#include "services/routing/domain/reclassify.h"

#include <gtest/gtest.h>

#include "tests/support/routing_values.h"

namespace recourse::routing {
namespace {

using namespace testing;  // NOLINT: values of this test

const Policy kPolicy = SmallPolicy();
const FileId kFile = IdOf<FileId>("c1");
const TicketId kTicket = TicketOf("f1");
const sla::ClockName kFirst{sla::ClockKind::kFirstResponse, 1};

View After(const std::vector<std::pair<int, Event>>& events, const Policy& policy = kPolicy) {
  View view;
  for (const auto& [minute, event] : events) {
    for (auto& [key, file] : Decide(view, event, At(minute), policy).changed) view[key] = file;
  }
  return view;
}
View Opened() { return After({{0, Feedback("f1", "c1", "card")}}); }
TicketCommand By(const std::string& agent) { return {kFile, kTicket, AgentId(agent)}; }

template <typename What>
const What* SaidIn(const Decision& decision) {
  for (const Fact& fact : decision.facts) {
    if (const auto* what = std::get_if<What>(&fact.what)) return what;
  }
  return nullptr;
}
const Ticket& TicketIn(const Decision& decision) {
  return decision.changed.at(kFile).tickets.at(kTicket);
}

FeedbackReclassified Severe(int severity) {
  FeedbackReclassified correction = Correction("f1", "c1", "card");
  correction.severity = severity;
  return correction;
}

TEST(ReclassifyTest, TheFactTellsWhoWhyAndWhatWithTheDimensionsOnBothSides) {
  const Decision decision =
      Decide(Opened(), Correction("f1", "c1", "loan", "enquiry"), At(3), kPolicy);
  const Fact& fact = decision.facts.at(0);
  EXPECT_EQ(std::get<TicketReclassified>(fact.what),
            (TicketReclassified{"dora", "read it", "enquiry", Category("loan"), 2, 2}));
  EXPECT_EQ(fact.before->category, Category("card"));
  EXPECT_EQ(fact.after->category, Category("loan"));
  EXPECT_EQ(fact.feedback_id, IdOf<FeedbackId>("f1"));
  EXPECT_EQ(fact.occurred_time, At(3));
  EXPECT_EQ(fact.ticket_version, 2);
}

TEST(ReclassifyTest, ASeverityAloneMovesNothing) {
  const Decision decision = Decide(Opened(), Severe(4), At(3), kPolicy);
  ASSERT_EQ(decision.facts.size(), 1u);
  EXPECT_EQ(decision.facts[0].after->severity, 4);
  EXPECT_EQ(TicketIn(decision).branch_id, BranchId("b1"));
}

TEST(ReclassifyTest, WhatReopeningsAddedToTheSeverityStands) {
  const View view = After({{0, Feedback("f1", "c1", "card")},
                           {1, ReplyTicket{By("anna"), "done"}},
                           {2, ResolveTicket{By("anna"), "done"}},
                           {3, ReopenTicket{By("anna"), "wrong"}}});
  EXPECT_TRUE(Decide(view, Severe(2), At(4), kPolicy).facts.empty()) << "2, and one reopening";
  EXPECT_EQ(TicketIn(Decide(view, Severe(1), At(4), kPolicy)).severity, 2);
  EXPECT_EQ(TicketIn(Decide(view, Severe(4), At(4), kPolicy)).severity, kSeverityMax);
}

TEST(ReclassifyTest, AnotherBranchIsATransferWithItsHoursAndItsCause) {  // E55
  const View view = After({{595, Feedback("f1", "c1", "card")}, {596, TakeTicket{By("anna")}}});
  const Decision decision = Decide(view, Correction("f1", "c1", "fraud"), At(598), kPolicy);
  const auto* moved = SaidIn<TicketTransferred>(decision);
  ASSERT_NE(moved, nullptr);
  EXPECT_EQ(moved->cause, "reclassification");
  EXPECT_EQ(moved->agent_id, AgentId("dora"));
  const Ticket& ticket = TicketIn(decision);
  EXPECT_EQ(ticket.branch_id, BranchId("b2"));
  EXPECT_EQ(ticket.region_id, RegionId("south"));
  EXPECT_EQ(ticket.state, TicketState::kOpen);
  EXPECT_TRUE(ticket.agent_id.value().empty());
  // 3 of the 10 minutes are used up, 2 more until 10:00, the last 5 on the next day.
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(24 * 60 + 5));
  EXPECT_EQ(ticket.standard.standard_id, "fraud");
}

TEST(ReclassifyTest, AnAgentKeepsATicketThatStaysAtHisBranch) {
  Policy policy = kPolicy;
  policy.rules.clear();  // all of it goes to b0
  const View view = After({{0, Feedback("f1", "c1", "card")}, {1, TakeTicket{By("anna")}}}, policy);
  const Decision decision = Decide(view, Correction("f1", "c1", "fraud"), At(2), policy);
  EXPECT_EQ(TicketIn(decision).agent_id, AgentId("anna"));
  EXPECT_EQ(TicketIn(decision).clocks.at(kFirst).due_time, At(10));
}

TEST(ReclassifyTest, ABreachThatTheCorrectionMakesIsDetectedNowAndNamesIt) {  // E54
  const Decision decision = Decide(Opened(), Correction("f1", "c1", "fraud"), At(20), kPolicy);
  const auto* breached = SaidIn<ClockBreached>(decision);
  ASSERT_NE(breached, nullptr);
  EXPECT_EQ(breached->due_time, At(10));
  EXPECT_EQ(breached->cause, "reclassification");
  const Clock& clock = TicketIn(decision).clocks.at(kFirst);
  EXPECT_EQ(clock.breach_time, At(20));
  EXPECT_EQ(clock.breach_cause, "reclassification");
  const Decision late = Decide(decision.changed, ReplyTicket{By("ben"), "late"}, At(21), kPolicy);
  const ClockStanding& standing = late.facts.back().after->clocks.at(0);
  EXPECT_EQ(standing.state, ClockState::kMissed);
  EXPECT_EQ(standing.breach_cause, "reclassification");
}

TEST(ReclassifyTest, ABreachByTimeHasNoCause) {
  const View fraud = After({{0, Feedback("f1", "c1", "fraud")}});
  const Decision decision = Decide(fraud, AlarmTimePassed{kFile, kTicket}, At(11), kPolicy);
  EXPECT_EQ(SaidIn<ClockBreached>(decision)->cause, "");
}

TEST(ReclassifyTest, ABreachThatIsTakenBackSaysWhatItsCauseWas) {
  const Decision breached = Decide(Opened(), Correction("f1", "c1", "fraud"), At(20), kPolicy);
  const RevokeBreach revoke{By("dora"), kFirst, At(9), "the call's log"};
  const Decision decision = Decide(breached.changed, revoke, At(30), kPolicy);
  EXPECT_EQ(SaidIn<ClockBreachRevoked>(decision)->breach_cause, "reclassification");
  EXPECT_EQ(decision.facts.back().after->clocks.at(0).breach_cause, "");
}

TEST(ReclassifyTest, ThePolicyThatTheTicketKeepsSaysWhatHadBeenRight) {  // E50
  const Policy next = NextPolicy();
  const Decision decision = Decide(Opened(), Correction("f1", "c1", "loan"), At(3), next);
  const Ticket& ticket = TicketIn(decision);
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(30)) << "20 minutes are for new tickets";
  EXPECT_EQ(ticket.versions.sla, 5);
  EXPECT_EQ(SaidIn<StandardChanged>(decision), nullptr);
}

TEST(ReclassifyTest, WhereThatPolicyIsGoneTheActiveOneSays) {
  Policy next = NextPolicy();
  next.sla.erase(5);
  const Decision decision = Decide(Opened(), Correction("f1", "c1", "fraud"), At(3), next);
  EXPECT_EQ(TicketIn(decision).clocks.at(kFirst).due_time, At(10));
  EXPECT_EQ(TicketIn(decision).versions.sla, 6);
}

TEST(ReclassifyTest, WhatOnlyTheRightCategoryPromisesBeginsNow) {
  Policy policy = kPolicy;
  policy.sla[5].standards[1].targets[sla::ClockKind::kInternal] = Duration(60min);
  const View view = After({{0, Feedback("f1", "c1", "card")}}, policy);
  const Decision decision = Decide(view, Correction("f1", "c1", "fraud"), At(5), policy);
  const auto& clocks = TicketIn(decision).clocks;
  ASSERT_TRUE(clocks.contains({sla::ClockKind::kInternal, 1}));
  EXPECT_EQ(clocks.at({sla::ClockKind::kInternal, 1}).start_time, At(5));
}

TEST(ReclassifyTest, WhatOnlyTheWrongCategoryPromisedIsCancelled) {  // E53
  Policy policy = kPolicy;
  policy.sla[5].standards[1].targets.erase(sla::ClockKind::kResolution);
  const View view = After({{0, Feedback("f1", "c1", "card")}}, policy);
  const Decision decision = Decide(view, Correction("f1", "c1", "fraud"), At(5), policy);
  const Clock& clock = TicketIn(decision).clocks.at({sla::ClockKind::kResolution, 1});
  EXPECT_EQ(clock.state, ClockState::kCancelled);
  EXPECT_EQ(clock.reason, "reclassification");
}

TEST(ReclassifyTest, WhatWasRecordedAndIsWorkSaysThatItWasCountedBefore) {
  const View view = After({{0, Feedback("f1", "c1", "card", "praise")}});
  const Decision decision = Decide(view, Correction("f1", "c1", "card"), At(60), kPolicy);
  ASSERT_EQ(decision.facts.size(), 2u);
  EXPECT_TRUE(std::get<TicketOpened>(decision.facts[0].what).recorded_before);
  EXPECT_EQ(std::get<TicketOpened>(decision.facts[0].what).due_time, At(90));
  EXPECT_EQ(decision.facts[1].before, decision.facts[0].after);
  EXPECT_TRUE(decision.changed.at(kFile).recorded.empty());
}

TEST(ReclassifyTest, SoManyRecordedPiecesOfAFileAreKnown) {
  View view;
  for (std::size_t i = 0; i <= kRecordedMax; ++i) {
    const auto praise = Feedback("p" + std::to_string(i), "c1", "card", "praise");
    view = Decide(view, praise, At(0), kPolicy).changed;
  }
  EXPECT_EQ(view.at(kFile).recorded.size(), kRecordedMax);
  EXPECT_EQ(Decide(view, Correction("p0", "c1", "card"), At(1), kPolicy), Decision{});
  EXPECT_FALSE(Decide(view, Correction("p1", "c1", "card"), At(1), kPolicy).facts.empty());
}

TEST(ReclassifyTest, OfAnotherCustomersFileNothingIsKnown) {
  EXPECT_EQ(Decide(Opened(), Correction("f1", "c2", "loan"), At(1), kPolicy), Decision{});
}

TEST(ReclassifyTest, AWaitIsNotEndedByIt) {
  const View view =
      After({{0, Feedback("f1", "c1", "card")}, {5, WaitTicket{By("anna"), "papers"}}});
  const Decision decision = Decide(view, Correction("f1", "c1", "fraud"), At(8), kPolicy);
  const Ticket& ticket = TicketIn(decision);
  EXPECT_EQ(ticket.state, TicketState::kWaiting);
  EXPECT_EQ(ticket.clocks.at({sla::ClockKind::kResolution, 1}).state, ClockState::kPaused);
  EXPECT_EQ(ticket.clocks.at(kFirst).due_time, At(10));
}

}  // namespace
}  // namespace recourse::routing
