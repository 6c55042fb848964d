#include "services/kpi/adapters/ticket_codec.h"

#include <gtest/gtest.h>

#include "tests/support/kpi/ticket_records.h"

namespace recourse::kpi {
namespace {

pb::TicketEvent Opened() {
  pb::TicketEvent event;
  event.mutable_opened();
  event.mutable_recorded_time()->set_seconds(1'700'000'000);
  event.mutable_recorded_time()->set_nanos(7'000'000);
  *event.mutable_after() =
      DimensionsAt("north", "card", pb::TICKET_STATE_OPEN, pb::CLOCK_STATE_RUNNING);
  return event;
}

std::variant<TicketEvent, Unreadable> Decode(const pb::TicketEvent& event) {
  RawRecord record;
  record.payload = event.SerializeAsString();
  return DecodeTicketEvent(record);
}

std::string ReasonOf(const pb::TicketEvent& event) {
  const auto content = Decode(event);
  const auto* unreadable = std::get_if<Unreadable>(&content);
  return unreadable == nullptr ? "" : unreadable->reason;
}

TEST(TicketCodec, TakesWhatCountingNeeds) {
  const auto content = Decode(Opened());
  ASSERT_TRUE(std::holds_alternative<TicketEvent>(content));
  const TicketEvent expected{
      FactKind::kOpened,
      Timestamp(Duration(1'700'000'000'007)),
      std::nullopt,
      {"north", "region-of-north", "card", TicketState::kOpen, ClockState::kRunning}};
  EXPECT_EQ(std::get<TicketEvent>(content), expected);
}

TEST(TicketCodec, AFactOfALaterVersionIsCountedByItsDimensions) {
  pb::TicketEvent event = Opened();
  event.clear_fact();
  *event.mutable_before() = event.after();
  const auto content = Decode(event);
  ASSERT_TRUE(std::holds_alternative<TicketEvent>(content));
  EXPECT_EQ(std::get<TicketEvent>(content).kind, FactKind::kOther);
}

TEST(TicketCodec, WhoWaitsForTheCustomerIsOpenAndWhoIsClosedIsNothing) {
  pb::TicketEvent event = Opened();
  event.mutable_after()->set_state(pb::TICKET_STATE_WAITING);
  EXPECT_EQ(std::get<TicketEvent>(Decode(event)).after.state, TicketState::kTaken);
  event.mutable_after()->set_state(pb::TICKET_STATE_CLOSED);
  EXPECT_EQ(std::get<TicketEvent>(Decode(event)).after.state, TicketState::kNone);
}

TEST(TicketCodec, SaysWhyARecordCannotBeCounted) {
  RawRecord garbage;
  garbage.payload = "\xff\xff\xff";
  const auto content = DecodeTicketEvent(garbage);
  EXPECT_EQ(std::get<Unreadable>(content).reason, "payload is not a TicketEvent");

  pb::TicketEvent event = Opened();
  event.clear_recorded_time();
  EXPECT_EQ(ReasonOf(event), "recorded_time is absent");
  event = Opened();
  event.mutable_recorded_time()->set_seconds(INT64_MAX);
  EXPECT_EQ(ReasonOf(event), "recorded_time is no instant");
  event = Opened();
  event.mutable_recorded_time()->set_nanos(-1);
  EXPECT_EQ(ReasonOf(event), "recorded_time is no instant");
  event = Opened();
  event.clear_after();
  EXPECT_EQ(ReasonOf(event), "dimensions after the fact are absent");
  event = Opened();
  event.mutable_taken();
  EXPECT_EQ(ReasonOf(event), "dimensions before the fact are absent");
  event = Opened();
  event.mutable_after()->set_category(std::string(kNameBytesMax + 1, 'x'));
  EXPECT_EQ(ReasonOf(event), "name too long");
  EXPECT_EQ(ReasonOf(pb::TicketEvent()), "recorded_time is absent");
}

}  // namespace
}  // namespace recourse::kpi
