#include <gtest/gtest.h>

#include "services/recoursectl/verify/acknowledged.h"
#include "tests/unit/recoursectl/verify_run.h"

namespace recourse::ctl::verify {
namespace {

TEST(VerifyFeedback, AcknowledgedFeedbackIsLookedFor) {
  FinishedRun run;
  run.evidence.acknowledged = {ToString(Named("f1")), ToString(Named("f3"))};
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
  run.evidence.acknowledged->push_back(ToString(Named("lost")));
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B1"});
}

TEST(VerifyFeedback, AnAcknowledgedIdThatIsNoneIsNamed) {
  FinishedRun run;
  run.evidence.acknowledged = {"hello"};
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B1"});
}

TEST(VerifyFeedback, RegisteredAndNeverSaidIsNamed) {
  FinishedRun run;
  run.evidence.registered.insert(Named("f5"));
  EXPECT_TRUE(run.Names("B2"));
  EXPECT_TRUE(run.Names("D2")) << "the sum is one short";
}

TEST(VerifyFeedback, DisposedOfAndNeverRegisteredIsNamed) {
  FinishedRun run;
  run.evidence.registered.erase(Named("f3"));
  EXPECT_TRUE(run.Names("B3"));
}

TEST(VerifyFeedback, SaidTwiceIsNamed) {
  FinishedRun run;
  auto& facts = run.evidence.received[{kReceivedTopic, 1}];
  facts[1] = {FactId(Named("again")), Named("f2"), 1};
  EXPECT_TRUE(run.Names("B2"));
}

TEST(VerifyFeedback, UnclassifiedHoldsOnlyUntilClassifyHasPassed) {
  FinishedRun run;
  run.evidence.classified[{kClassifiedTopic, 0}].erase(4);
  run.evidence.told[run.told].erase(6);
  run.evidence.dispositions.erase(Named("f4"));
  EXPECT_TRUE(run.Names("B10"));
  run.evidence.heard_by_classify[{kReceivedTopic, 0}] = 3;
  EXPECT_FALSE(run.Names("B10"));
  EXPECT_FALSE(run.Names("D2")) << "it is under way";
}

TEST(VerifyFeedback, UndisposedHoldsOnlyUntilRoutingHasPassed) {
  FinishedRun run;
  run.evidence.told[run.told].erase(3);
  run.evidence.dispositions.erase(Named("f3"));
  EXPECT_TRUE(run.Names("D1"));
  run.evidence.heard_by_routing[{kClassifiedTopic, 0}] = 2;
  EXPECT_FALSE(run.Names("D1"));
}

TEST(VerifyFeedback, TwoDispositionsAreNamed) {
  FinishedRun run;
  run.fact(6).feedback_id = routing::FeedbackId(Named("f1"));
  EXPECT_TRUE(run.Names("D1"));
}

// f3 was praise until somebody read it: it joined the ticket of f1 after all.
FinishedRun CorrectedRun() {
  FinishedRun run;
  routing::Fact joined = run.fact(2);
  joined.feedback_id = routing::FeedbackId(Named("f3"));
  joined.what = routing::FeedbackJoined{true};
  run.evidence.told[{kTicketTopic, 1}].emplace(1, joined);
  run.evidence.dispositions[Named("f3")] = {DispositionKind::kJoined, Named("f1")};
  return run;
}
bool DispositionsHold(const Evidence& evidence) {
  for (const Check& check : CheckFeedback(evidence)) {
    if (check.id == "D1" && check.violations > 0) return false;
  }
  return true;
}

TEST(VerifyFeedback, WhatWasRecordedMayBecomeATicketsOnce) {
  EXPECT_TRUE(DispositionsHold(CorrectedRun().evidence));
  FinishedRun twice = CorrectedRun();
  auto& facts = twice.evidence.told[{kTicketTopic, 1}];
  facts.emplace(2, facts.at(1));
  EXPECT_FALSE(DispositionsHold(twice.evidence));
}

TEST(VerifyFeedback, WhatWasNotRecordedDoesNotBecomeATicketsAgain) {
  FinishedRun run = CorrectedRun();
  run.evidence.told[{kTicketTopic, 1}].at(1).feedback_id = routing::FeedbackId(Named("f2"));
  run.evidence.dispositions[Named("f3")] = {DispositionKind::kRecorded, Uuid{}};
  EXPECT_FALSE(DispositionsHold(run.evidence));
}

TEST(VerifyFeedback, ATableThatKeepsWhatWasCorrectedIsNamed) {
  FinishedRun run = CorrectedRun();
  run.evidence.dispositions[Named("f3")] = {DispositionKind::kRecorded, Uuid{}};
  EXPECT_FALSE(DispositionsHold(run.evidence));
}

TEST(VerifyFeedback, ATableThatSaysOtherThanTheFactsIsNamed) {
  FinishedRun run;
  run.evidence.dispositions[Named("f2")] = {DispositionKind::kOpened, Named("f2")};
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"D1"});
}

TEST(VerifyFeedback, ADeadLetterIsNamedUntilItWasReplayed) {
  FinishedRun run;
  const FactId origin(Named(std::string(kClassifiedTopic) + "3"));
  run.evidence.dead_letters.push_back({{"recourse.routing.dead.v1", 0}, 1, origin, "why", false});
  EXPECT_FALSE(run.Names("D3")) << "it has its disposition";
  run.evidence.told[run.told].erase(3);
  run.evidence.dispositions.erase(Named("f3"));
  EXPECT_TRUE(run.Names("D3"));
  EXPECT_FALSE(run.Names("D1")) << "a dead letter is where it is";
  EXPECT_FALSE(run.Names("D2"));
}

TEST(ReadAcknowledged, TakesIdsAndJsonLines) {
  const auto ids = ReadAcknowledged("a\r\n\n{\"feedback_id\":\"b\",\"state\":\"accepted\"}\nc");
  ASSERT_TRUE(ids.ok());
  EXPECT_EQ(*ids, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_FALSE(ReadAcknowledged("{\"id\":\"b\"}").ok());
}

}  // namespace
}  // namespace recourse::ctl::verify
