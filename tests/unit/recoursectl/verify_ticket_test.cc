#include <gtest/gtest.h>

#include "tests/unit/recoursectl/verify_run.h"

namespace recourse::ctl::verify {
namespace {

using routing::ClockState;

TicketRow& RowOf(FinishedRun& run, const std::string& name) {
  for (TicketRow& row : run.evidence.tickets) {
    if (row.ticket_id.uuid() == Named(name)) return row;
  }
  return run.evidence.tickets.front();
}

TEST(VerifyTickets, ADeletedRowIsNamed) {
  FinishedRun run;
  std::erase_if(run.evidence.tickets,
                [](const TicketRow& row) { return row.ticket_id.uuid() == Named("f1"); });
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"T1"});
}

TEST(VerifyTickets, ARowThatNoFactTellsIsNamed) {
  FinishedRun run;
  TicketRow row = RowOf(run, "f1");
  row.ticket_id = routing::TicketId(Named("invented"));
  run.evidence.tickets.push_back(row);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"T1"});
}

TEST(VerifyTickets, ARowThatDiffersIsNamedWithItsFields) {
  FinishedRun run;
  RowOf(run, "f1").ticket.feedback_count = 3;
  for (const Check& check : run.Judge()) {
    if (check.id != "T1") continue;
    ASSERT_EQ(check.violations, 1);
    EXPECT_NE(check.examples.front().find("feedback_count"), std::string::npos);
  }
}

TEST(VerifyTickets, ASuggestionOfAnothersTicketIsNamed) {
  for (const char* other : {"f4", "nowhere"}) {
    FinishedRun run;
    RowOf(run, "f4").file_id = routing::FileId(Named("a stranger"));
    RowOf(run, other == std::string("f4") ? "f1" : "f4").ticket.suggestion =
        routing::Suggestion{routing::TicketId(Named(other)), "26-000004", 71, 0};
    EXPECT_TRUE(run.Names("M1")) << other;
  }
}

TEST(VerifyTickets, ASuggestionOfItselfOrOfWhatIsClosedIsNamed) {
  for (const char* other : {"f4", "f1"}) {
    FinishedRun run;
    RowOf(run, "f4").file_id = RowOf(run, "f1").file_id;
    RowOf(run, "f4").ticket.state = routing::TicketState::kTaken;
    RowOf(run, "f1").ticket.state = routing::TicketState::kClosed;
    RowOf(run, "f4").ticket.suggestion =
        routing::Suggestion{routing::TicketId(Named(other)), "26-000001", 71, 0};
    EXPECT_TRUE(run.Names("M1")) << other;
  }
}

TEST(VerifyTickets, ASuggestionOfAnotherOfHisTicketsIsNot) {
  FinishedRun run;
  RowOf(run, "f4").file_id = RowOf(run, "f1").file_id;
  RowOf(run, "f4").ticket.suggestion =
      routing::Suggestion{routing::TicketId(Named("f1")), "26-000001", 71, 0};
  EXPECT_FALSE(run.Names("M1"));
  EXPECT_TRUE(run.Names("T1")) << "but no fact tells it";
}

TEST(VerifyTickets, ADueTimeThatMovedIsNamed) {
  FinishedRun run;
  *RowOf(run, "f1").answer.due_time += Duration(60'000);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B13"});
}

TEST(VerifyTickets, ADueTimeOfARunningClockThatMovedLeavesItsTimerBehind) {
  FinishedRun run;
  routing::Clock& clock = RowOf(run, "f4").ticket.clocks.at(kFirst);
  *clock.due_time += Duration(60'000);
  clock.alarms.front().time += Duration(60'000);
  EXPECT_TRUE(run.Names("B13"));
  EXPECT_TRUE(run.Names("B12"));
}

TEST(VerifyTickets, AnEarlyBreachIsNamed) {
  FinishedRun run;
  run.fact(4).recorded_time = kStart + kTarget;
  EXPECT_TRUE(run.Names("B15a"));
}

TEST(VerifyTickets, ABreachOfAnotherDueTimeIsNamed) {
  FinishedRun run;
  run.fact(4).what = routing::ClockBreached{kStart, kFirst};
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B15a"});
}

TEST(VerifyTickets, ASecondBreachIsNamed) {
  FinishedRun run;
  run.fact(5).what = routing::ClockBreached{kStart + kTarget, kFirst};
  EXPECT_TRUE(run.Names("B14"));
}

TEST(VerifyTickets, AMissedBreachIsNamedAfterTheLateness) {
  FinishedRun run;
  run.evidence.cut_time = kStart + Duration(15'000) + kTarget + kLateness;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{});
  run.evidence.cut_time += Duration(1);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B15b"});
}

TEST(VerifyTickets, ALateAnswerWithoutItsBreachIsNamed) {
  FinishedRun run;
  run.fact(4).what = routing::ClockWarned{kStart + kTarget, kFirst};
  EXPECT_TRUE(run.Names("B16"));
}

TEST(VerifyTickets, AStateOfAClockThatNoFactToldIsNamed) {
  FinishedRun run;
  RowOf(run, "f4").ticket.clocks.at(kFirst).state = ClockState::kWarned;
  EXPECT_TRUE(run.Names("B13"));
}

TEST(VerifyTickets, AClockThatNoFactToldIsNamed) {
  FinishedRun run;
  routing::Ticket& ticket = RowOf(run, "f4").ticket;
  ticket.clocks[{routing::sla::ClockKind::kResolution, 1}].state = ClockState::kMet;
  EXPECT_TRUE(run.Names("B13"));
  EXPECT_TRUE(run.Names("B16")) << "it was met, and never ended";
}

TEST(VerifyTickets, BreachesOfTwoCyclesOfAClockAreTwoBreaches) {
  FinishedRun run;
  run.fact(5).what =
      routing::ClockBreached{kStart + kTarget, {routing::sla::ClockKind::kFirstResponse, 2}};
  EXPECT_FALSE(run.Names("B14"));
}

TEST(VerifyTickets, AGapInTheVersionsIsNamed) {
  FinishedRun run;
  run.fact(2).ticket_version = 3;
  EXPECT_TRUE(run.Names("B11"));
}

TEST(VerifyTickets, AFactThatDoesNotFollowFromTheLastIsNamed) {
  FinishedRun run;
  run.fact(5).before->agent_id = routing::AgentId("somebody");
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B11"});
}

TEST(VerifyTickets, AnAbsentTimerAndAnIdleOneAreNamed) {
  FinishedRun run;
  const TimerRow timer = run.evidence.timers.back();
  run.evidence.timers.pop_back();
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B12"});
  run.evidence.timers.push_back(timer);
  run.evidence.timers.push_back(timer);
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B12"});
}

TEST(VerifyCounters, ACounterPlusOneIsNamed) {
  FinishedRun run;
  ++run.evidence.counters.at(run.told).counters.at("now").begin()->second;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B25"});
}

TEST(VerifyCounters, ATopicThatNobodyMadeIsNotMissed) {
  FinishedRun run;
  const Partition loops{kLoopTopic, 0};
  run.evidence.counters[loops] = {};
  EXPECT_TRUE(run.Violated().empty());
  run.evidence.logs[loops] = {};
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B27"}) << "made, and not counted";
}

TEST(VerifyCounters, RebuildingIsNamed) {
  FinishedRun run;
  run.evidence.counters.at(run.told).counted->rebuild_to = 100;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B27"});
  run.evidence.counters.at(run.told).counted.reset();
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B27"});
}

TEST(VerifyCounters, WhoHasHeardMoreThanWasSaidIsNamed) {
  FinishedRun run;
  run.evidence.heard_by_routing[{kClassifiedTopic, 0}] = 5;
  EXPECT_EQ(run.Violated(), std::vector<std::string>{"B20"});
}

}  // namespace
}  // namespace recourse::ctl::verify
