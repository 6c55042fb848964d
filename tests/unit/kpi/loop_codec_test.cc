#include "services/kpi/adapters/loop_codec.h"

#include <gtest/gtest.h>

#include "tests/support/kpi/loop_records.h"

namespace recourse::kpi {
namespace {

lp::LoopEvent Answered() {
  lp::LoopEvent event;
  auto* answered = event.mutable_answered();
  answered->mutable_scores()->set_csat(2);
  answered->mutable_scores()->set_nps(0);
  answered->set_recovery_after(lp::RECOVERY_UNHAPPY);
  SetMilliseconds(1'700'000'000'007, *event.mutable_recorded_time());
  event.mutable_dimensions()->set_branch_id("north");
  event.mutable_dimensions()->set_region_id("r1");
  event.mutable_dimensions()->set_category("card");
  event.mutable_before()->set_state(lp::LOOP_STATE_ASKED);
  event.mutable_after()->set_state(lp::LOOP_STATE_CLOSED);
  event.mutable_after()->set_verdict(lp::VERDICT_HEARD_BAD);
  return event;
}

std::variant<LoopEvent, Unreadable> Decode(const lp::LoopEvent& event) {
  RawRecord record;
  record.payload = event.SerializeAsString();
  return DecodeLoopEvent(record);
}

std::string ReasonOf(const lp::LoopEvent& event) {
  const auto content = Decode(event);
  const auto* unreadable = std::get_if<Unreadable>(&content);
  return unreadable == nullptr ? "" : unreadable->reason;
}

TEST(LoopCodec, TakesWhatCountingNeeds) {
  const LoopEvent expected{Timestamp(Duration(1'700'000'000'007)),
                           "north",
                           "r1",
                           "card",
                           {false, Verdict::kNone},
                           {true, Verdict::kHeardBad},
                           SurveyAnswer{2, 0, std::nullopt, Recovery::kNone, Recovery::kUnhappy}};
  const auto content = Decode(Answered());
  ASSERT_TRUE(std::holds_alternative<LoopEvent>(content));
  EXPECT_EQ(std::get<LoopEvent>(content), expected);
}

TEST(LoopCodec, AScoreOfZeroIsAnAnswerAndAnAbsentOneIsNone) {
  const auto content = Decode(Answered());
  EXPECT_EQ(std::get<LoopEvent>(content).answer->nps, 0);
  EXPECT_EQ(std::get<LoopEvent>(content).answer->ces, std::nullopt);
}

TEST(LoopCodec, AScoreOffItsScaleIsNotCounted) {
  const auto with = [](auto set) {
    lp::LoopEvent event = Answered();
    set(*event.mutable_answered()->mutable_scores());
    return ReasonOf(event);
  };
  const std::string off = "a score is not on its scale";
  EXPECT_EQ(with([](auto& scores) { scores.set_csat(0); }), off);
  EXPECT_EQ(with([](auto& scores) { scores.set_csat(6); }), off);
  EXPECT_EQ(with([](auto& scores) { scores.set_nps(-1); }), off);
  EXPECT_EQ(with([](auto& scores) { scores.set_nps(11); }), off);
  EXPECT_EQ(with([](auto& scores) { scores.set_ces(8); }), off);
  EXPECT_EQ(with([](auto& scores) { scores.set_ces(7); }), "");
}

TEST(LoopCodec, SaysWhyARecordCannotBeCounted) {
  RawRecord garbage;
  garbage.payload = "\xff\xff\xff";
  EXPECT_EQ(std::get<Unreadable>(DecodeLoopEvent(garbage)).reason, "payload is not a LoopEvent");
  EXPECT_EQ(ReasonOf(lp::LoopEvent()), "recorded_time is absent");
  lp::LoopEvent event = Answered();
  event.clear_before();
  EXPECT_EQ(ReasonOf(event), "standing before the fact is absent");
  event = Answered();
  event.mutable_recorded_time()->set_seconds(INT64_MAX);
  EXPECT_EQ(ReasonOf(event), "recorded_time is no instant");
  event = Answered();
  event.mutable_dimensions()->set_category(std::string(257, 'x'));
  EXPECT_EQ(ReasonOf(event), "name too long, or with U+0000 in it");
}

TEST(LoopCodec, FactsOfDeliveriesAndOfLaterVersionsAreReadAndChangeNoLoop) {
  lp::LoopEvent event = Answered();
  event.mutable_delivery_started();
  event.clear_before();
  event.clear_after();
  EXPECT_EQ(ReasonOf(event), "");
  event.clear_fact();
  EXPECT_EQ(ReasonOf(event), "");
}

}  // namespace
}  // namespace recourse::kpi
