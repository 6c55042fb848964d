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

pb::TicketEvent Changed() {
  pb::TicketEvent event = Opened();
  *event.mutable_before() = event.after();
  return event;
}

TicketEvent Value(const pb::TicketEvent& event) {
  const auto content = Decode(event);
  const auto* value = std::get_if<TicketEvent>(&content);
  EXPECT_NE(value, nullptr);
  return value == nullptr ? TicketEvent{} : *value;
}

TEST(TicketCodec, TakesTheClocksOfBothSides) {
  pb::TicketEvent event = Changed();
  event.mutable_replied();
  auto* clock = event.mutable_after()->add_clocks();
  clock->set_kind(pb::CLOCK_KIND_RESOLUTION);
  clock->set_cycle(2);
  clock->set_state(pb::CLOCK_STATE_PAUSED);
  event.mutable_before()->add_clocks()->set_kind(pb::CLOCK_KIND_NEXT_RESPONSE);
  const TicketEvent value = Value(event);
  EXPECT_EQ(value.kind, FactKind::kChanged);
  EXPECT_EQ(value.after.clocks,
            (std::vector<Clock>{{ClockKind::kResolution, 2, ClockState::kPaused}}));
  EXPECT_EQ(value.before->clocks,
            (std::vector<Clock>{{ClockKind::kNextResponse, 1, ClockState::kNone}}));
}

TEST(TicketCodec, ADurationIsBusinessTimeWhereThatIsToldElseNatural) {
  pb::TicketEvent event = Changed();
  event.mutable_replied();
  auto* first = event.add_durations_ended();
  first->set_kind("first_response");
  first->set_duration_ms(9'000);
  first->set_business_ms(4'000);
  auto* next = event.add_durations_ended();
  next->set_kind("next_response");
  next->set_duration_ms(7'000);
  event.add_durations_ended()->set_kind("of a later version");
  EXPECT_EQ(Value(event).durations_ended,
            (std::vector<EndedDuration>{{DurationKind::kFirstResponse, Duration(4'000)},
                                        {DurationKind::kNextResponse, Duration(7'000)}}));
}

TEST(TicketCodec, ABreachWithoutAKindIsOfTheFirstResponse) {
  pb::TicketEvent event = Changed();
  event.mutable_clock_breached();
  EXPECT_EQ(Value(event).clock_kind, ClockKind::kFirstResponse);
  event.mutable_clock_breached()->set_kind(pb::CLOCK_KIND_RESOLUTION);
  EXPECT_EQ(Value(event).clock_kind, ClockKind::kResolution);
}

TEST(TicketCodec, ABreachWithACauseIsNobodys) {
  pb::TicketEvent event = Changed();
  event.mutable_clock_breached();
  EXPECT_FALSE(Value(event).excused);
  event.mutable_clock_breached()->set_cause("reclassification");
  auto* clock = event.mutable_after()->add_clocks();
  clock->set_state(pb::CLOCK_STATE_BREACHED);
  clock->set_breach_cause("reclassification");
  EXPECT_TRUE(Value(event).excused);
  EXPECT_TRUE(Value(event).after.clocks.at(0).excused);
  event.mutable_clock_breach_revoked()->set_breach_cause("policy_change");
  EXPECT_TRUE(Value(event).excused);
}

TEST(TicketCodec, WhatWasRecordedBeforeWasCountedThen) {
  pb::TicketEvent event = Opened();
  event.mutable_opened()->set_recorded_before(true);
  EXPECT_EQ(Value(event).kind, FactKind::kSplitOff);
  event = Changed();
  event.mutable_joined()->set_recorded_before(true);
  EXPECT_EQ(Value(event).kind, FactKind::kJoinedLater);
}

TEST(TicketCodec, WhatCorrectsOrSettlesSaysWhenThatWas) {
  pb::TicketEvent event = Changed();
  SetMilliseconds(5'000, *event.mutable_clock_breach_revoked()->mutable_breach_time());
  EXPECT_EQ(Value(event).kind, FactKind::kClockBreachRevoked);
  EXPECT_EQ(Value(event).origin_time, Timestamp(Duration(5'000)));
  event.mutable_reopened();
  EXPECT_EQ(Value(event).kind, FactKind::kReopened);
  EXPECT_EQ(Value(event).origin_time, std::nullopt);
  event.mutable_resolution_confirmed()->set_first_contact(true);
  SetMilliseconds(6'000, *event.mutable_resolution_confirmed()->mutable_resolve_time());
  EXPECT_TRUE(Value(event).first_contact);
  EXPECT_EQ(Value(event).origin_time, Timestamp(Duration(6'000)));
  event.mutable_resolution_confirmed()->mutable_resolve_time()->set_nanos(-1);
  EXPECT_EQ(ReasonOf(event), "a time in the fact is no instant");
}

TEST(TicketCodec, MoreThanATicketCanHaveIsNotCounted) {
  pb::TicketEvent event = Opened();
  for (int i = 0; i <= kClocksMax; ++i) event.mutable_after()->add_clocks();
  EXPECT_EQ(ReasonOf(event), "too many clocks");
  event = Opened();
  for (int i = 0; i <= kDurationsMax; ++i) event.add_durations_ended();
  EXPECT_EQ(ReasonOf(event), "too many durations");
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
  event.mutable_after()->set_category(std::string(256 + 1, 'x'));
  EXPECT_EQ(ReasonOf(event), "name too long, or with U+0000 in it");
  EXPECT_EQ(ReasonOf(pb::TicketEvent()), "recorded_time is absent");
}

}  // namespace
}  // namespace recourse::kpi
