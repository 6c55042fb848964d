#include <gtest/gtest.h>

#include "tests/unit/recoursectl/verify_run.h"

namespace recourse::ctl::verify {
namespace {

TEST(VerifyLog, AFinishedRunHolds) {
  const FinishedRun run;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
  for (const Check& check : run.Judge()) EXPECT_FALSE(check.what.empty()) << check.id;
}

TEST(VerifyLog, AFactOfTheMiddleThatIsAbsentIsAHole) {
  FinishedRun run;
  auto& log = run.log(kTicketTopic).log;
  log.erase(log.begin() + 2);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B9"});
}

TEST(VerifyLog, TheLastFactAcknowledgedAndNotInTheTopicIsNamed) {
  FinishedRun run;
  run.log(kTicketTopic).log.pop_back();
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B18"});
}

TEST(VerifyLog, ATopicThatLostEverythingIsNamed) {
  FinishedRun run;
  run.log(kTicketTopic).log.clear();
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B18"});
}

TEST(VerifyLog, WhatIsNotAcknowledgedMayBeAbsentOrComeWithAHole) {
  FinishedRun run;
  run.log(kTicketTopic).acknowledged_sequence = 3;
  auto& log = run.log(kTicketTopic).log;
  log.erase(log.begin() + 4);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
}

TEST(VerifyLog, AFactSentTwiceInItsPlaceIsNoViolation) {
  FinishedRun run;
  auto& log = run.log(kTicketTopic).log;
  log.push_back(log[3]);
  log.back().offset = 6;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
}

TEST(VerifyLog, AFactUnderANewSequenceIsNamed) {
  FinishedRun run;
  auto& log = run.log(kTicketTopic).log;
  log.push_back(log[2]);
  log.back().place.sequence = 7;
  EXPECT_TRUE(run.Names("L1"));
  EXPECT_TRUE(run.Names("B3a")) << "nobody has given out sequence 7";
}

TEST(VerifyLog, AFactBeyondTheCutThatWasNumberedMeanwhileHolds) {
  FinishedRun run;
  LogEvidence& log = run.log(kTicketTopic);
  log.log.push_back({6, {1, 1, 7}, FactId(Named("new")), Content(Named("new"))});
  log.last_sequence_after = 7;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
}

TEST(VerifyLog, TwoContentsUnderOneSequenceAreNamed) {
  FinishedRun run;
  auto& log = run.log(kReceivedTopic).log;
  log.push_back(log[1]);
  log.back().content = Content(Named("another"));
  EXPECT_TRUE(run.Names("L2"));
}

TEST(VerifyLog, ARecordThatIsNotItsOutboxRowIsNamed) {
  FinishedRun run;
  run.log(kReceivedTopic).log[1].content = Content(Named("another"));
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B3a"});
}

TEST(VerifyLog, AStrayIsNamed) {
  FinishedRun run;
  run.log(kReceivedTopic).log.push_back({4, {}, FactId(Named("stray")), Content()});
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B3a"});
}

TEST(VerifyLog, MoreAcknowledgedThanNumberedIsNamed) {
  FinishedRun run;
  run.log(kReceivedTopic).acknowledged_sequence = 5;
  EXPECT_TRUE(run.Names("B19"));
}

TEST(VerifyLog, AnOutboxWithAHoleIsNamed) {
  FinishedRun run;
  auto& outbox = run.log(kReceivedTopic).outbox;
  outbox.erase(outbox.begin() + 1);
  EXPECT_TRUE(run.Names("B19"));
}

TEST(VerifyLog, ForgottenFactsAreNoHole) {
  FinishedRun run;
  LogEvidence& log = run.log(kReceivedTopic);
  log.outbox.erase(log.outbox.begin(), log.outbox.begin() + 2);
  log.log.erase(log.log.begin(), log.log.begin() + 2);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
}

}  // namespace
}  // namespace recourse::ctl::verify
