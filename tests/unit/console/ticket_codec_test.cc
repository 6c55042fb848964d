#include "services/console/adapters/ticket_codec.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "recourse/routing/v1/ticket_service.pb.h"

namespace recourse::console {
namespace {

namespace wire = routing::v1;

constexpr std::int64_t kSecond = 1'772'503'200;  // 2026-03-03T02:00:00Z

wire::TicketEvent Breached() {
  wire::TicketEvent change;
  change.set_ticket_id("t1");
  change.set_ticket_version(4);
  change.mutable_recorded_time()->set_seconds(kSecond);
  auto& breached = *change.mutable_clock_breached();
  breached.mutable_due_time()->set_seconds(kSecond);
  breached.set_kind(wire::CLOCK_KIND_FIRST_RESPONSE);
  breached.set_cycle(1);
  breached.set_cause("policy_change");
  return change;
}

TEST(ChangeJsonTest, TellsTheFactUnderItsOwnNameInTheWordsOfTheContract) {
  const auto change = ChangeJson(Breached());
  EXPECT_EQ(boost::json::serialize(change.at("clock_breached")),
            R"({"due_time":"2026-03-03T02:00:00.000Z","kind":"first_response","cycle":1,)"
            R"("cause":"policy_change"})");
  EXPECT_EQ(change.at("recorded_time").as_string(), "2026-03-03T02:00:00.000Z");
}

TEST(ChangeJsonTest, LeavesOutATimeThatWasNotSaid) {
  wire::TicketEvent change;
  change.mutable_replied()->set_agent_id("a1");
  change.mutable_replied()->set_text("您好");
  EXPECT_EQ(boost::json::serialize(ChangeJson(change).at("replied")),
            R"({"agent_id":"a1","text":"您好"})");
  change.mutable_replied()->mutable_told_time()->set_seconds(kSecond);
  EXPECT_EQ(ChangeJson(change).at("replied").at("told_time").as_string(),
            "2026-03-03T02:00:00.000Z");
}

TEST(TicketJsonTest, TellsEveryClock) {
  wire::Ticket ticket;
  ticket.set_state(wire::TICKET_STATE_WAITING);
  ticket.set_cycle(2);
  ticket.set_reason("流水");
  auto& clock = *ticket.add_clocks();
  clock.set_kind(wire::CLOCK_KIND_RESOLUTION);
  clock.set_state(wire::CLOCK_STATE_PAUSED);
  clock.set_cycle(2);
  clock.set_target_ms(259'200'000);
  clock.set_consumed_ms(5);
  const auto json = TicketJson(ticket);
  EXPECT_EQ(json.at("state").as_string(), "waiting");
  EXPECT_EQ(json.at("cycle").as_int64(), 2);
  EXPECT_EQ(json.at("reason").as_string(), "流水");
  const auto& told = json.at("clocks").at(0).as_object();
  EXPECT_EQ(told.at("kind").as_string(), "resolution");
  EXPECT_EQ(told.at("state").as_string(), "paused");
  EXPECT_EQ(told.at("target_ms").as_int64(), 259'200'000);
  EXPECT_FALSE(told.contains("due_time"));
}

TEST(ChangedSinceTest, TellsWhatARefusalHoldsOfTheFactsSince) {
  wire::TicketHistory history;
  *history.add_facts() = Breached();
  history.set_more(true);
  google::rpc::ErrorInfo info;
  info.set_reason("ticket-changed");
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  details.add_details()->PackFrom(history);
  const auto since =
      ChangedSince({grpc::StatusCode::FAILED_PRECONDITION, "changed", details.SerializeAsString()});
  ASSERT_TRUE(since);
  EXPECT_TRUE(since->at("more").as_bool());
  EXPECT_EQ(since->at("facts").at(0).at("ticket_version").as_int64(), 4);
}

TEST(ChangedSinceTest, TellsNothingOfAnyOtherAnswer) {
  EXPECT_FALSE(ChangedSince(grpc::Status::OK));
  EXPECT_FALSE(ChangedSince({grpc::StatusCode::UNAVAILABLE, "away"}));
  EXPECT_FALSE(ChangedSince({grpc::StatusCode::INTERNAL, "x", "no protobuf at all"}));
}

void AddClock(wire::Dimensions& to, wire::ClockKind kind, wire::ClockState state) {
  auto& clock = *to.add_clocks();
  clock.set_kind(kind);
  clock.set_cycle(2);
  clock.set_state(state);
}

TEST(TouchesBreachTest, LooksAtEveryClockBeforeAndAfter) {
  for (const auto kind : {wire::CLOCK_KIND_FIRST_RESPONSE, wire::CLOCK_KIND_NEXT_RESPONSE,
                          wire::CLOCK_KIND_RESOLUTION, wire::CLOCK_KIND_STATUTORY}) {
    wire::TicketEvent change;
    AddClock(*change.mutable_after(), wire::CLOCK_KIND_INTERNAL, wire::CLOCK_STATE_RUNNING);
    AddClock(*change.mutable_after(), kind, wire::CLOCK_STATE_BREACHED);
    EXPECT_TRUE(TouchesBreach(change)) << kind;
    wire::TicketEvent answered;
    *answered.mutable_before() = change.after();
    AddClock(*answered.mutable_after(), kind, wire::CLOCK_STATE_MISSED);
    EXPECT_TRUE(TouchesBreach(answered)) << kind;
    wire::TicketEvent later;
    *later.mutable_before() = answered.after();
    *later.mutable_after() = answered.after();
    EXPECT_FALSE(TouchesBreach(later)) << "missed is owed no more";
  }
}

TEST(TouchesBreachTest, BelievesTheOneClockOfAnOlderFact) {
  wire::TicketEvent change;
  change.mutable_after()->set_response_clock(wire::CLOCK_STATE_BREACHED);
  EXPECT_TRUE(TouchesBreach(change));
  AddClock(*change.mutable_after(), wire::CLOCK_KIND_FIRST_RESPONSE, wire::CLOCK_STATE_MISSED);
  EXPECT_FALSE(TouchesBreach(change));
}

TEST(IsBreachedTest, LooksAtEveryClockOfTheTicket) {
  wire::Ticket ticket;
  ticket.set_response_clock(wire::CLOCK_STATE_MET);
  EXPECT_FALSE(IsBreached(ticket));
  auto& clock = *ticket.add_clocks();
  clock.set_kind(wire::CLOCK_KIND_RESOLUTION);
  clock.set_state(wire::CLOCK_STATE_BREACHED);
  EXPECT_TRUE(IsBreached(ticket));
}

TEST(ChangeJsonTest, TellsEveryClockAsItStandsAfterTheFact) {
  wire::TicketEvent change;
  AddClock(*change.mutable_after(), wire::CLOCK_KIND_NEXT_RESPONSE, wire::CLOCK_STATE_BREACHED);
  EXPECT_EQ(boost::json::serialize(ChangeJson(change).at("after").at("clocks")),
            R"([{"kind":"next_response","cycle":2,"state":"breached","breach_cause":""}])");
}

}  // namespace
}  // namespace recourse::console
