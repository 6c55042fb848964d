#include "services/routing/adapters/policy_json.h"

#include <gtest/gtest.h>

#include "services/routing/adapters/sla_json.h"

namespace recourse::routing {
namespace {

using namespace std::chrono_literals;  // NOLINT: values of this test

constexpr const char* kTwoStandards = R"({
  "standards": [
    {"id": "all", "clocks": {"first_response": {"target_ms": 1800000}},
     "warn_share_percent": [50, 75], "escalations": [{"level": 1, "after_ms": 0}]},
    {"id": "critical", "priority": 3, "when": {"category": ["card", "loan"], "severity": [4]},
     "clocks": {"resolution": {"target_ms": 60000},
                "statutory": {"days": 15, "day_kind": "working", "roll": "none"}},
     "late_warning": "at_start", "after_acknowledgement": "cancel"}],
  "calendar_id": "SH", "first_response_pausable": true, "unanswered_resolution": "cancel",
  "reopen_days": 3, "confirm_days": 5})";

std::string FaultOf(const std::string& document) {
  const auto read = ReadSlaDocument(document);
  return read.ok() ? "" : std::string(read.status().message());
}

TEST(SlaPolicyTest, SaysWhatItDoesToClocksOfOpenTickets) {
  const auto with = [](const std::string& rules) {
    return R"({"calendar_id": "SH", "response_target_ms": 1000, "warn_share_percent": 75,
               "open_tickets": )" + rules + "}";
  };
  const auto silent = ReadSlaDocument(kTwoStandards);
  ASSERT_TRUE(silent.ok());
  EXPECT_EQ(silent->change.mode, sla::RetargetMode::kRetroactive);
  EXPECT_EQ(silent->change.unmatched, sla::ChangeRules::Unmatched::kCancel);
  const auto rules = ReadSlaDocument(
      with(R"({"mode": "carry_share", "grace_ms": 600000, "unmatched": "keep"})"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->change.mode, sla::RetargetMode::kCarryShare);
  EXPECT_EQ(rules->change.grace, Duration(10min));
  EXPECT_EQ(rules->change.unmatched, sla::ChangeRules::Unmatched::kKeep);
  EXPECT_NE(FaultOf(with(R"({"mode": "sometimes"})")), "");
}

TEST(SlaPolicyTest, ReadsStandardsWithTheirTargetsConditionsAndAlarms) {
  const auto rules = ReadSlaDocument(kTwoStandards);
  ASSERT_TRUE(rules.ok()) << rules.status();
  ASSERT_EQ(rules->standards.size(), 2u);
  const sla::Standard& all = rules->standards[0];
  EXPECT_EQ(all.targets.at(sla::ClockKind::kFirstResponse), sla::Target(Duration(30min)));
  EXPECT_EQ(all.alarms.warnings.size(), 2u);
  EXPECT_EQ(all.alarms.escalations.at(0).level, 1);
  const sla::Standard& critical = rules->standards[1];
  EXPECT_EQ(critical.priority, 3);
  EXPECT_EQ(critical.conditions.at("severity"), std::set<std::string>{"4"});
  using Term = sla::StatutoryDays;
  EXPECT_EQ(critical.targets.at(sla::ClockKind::kStatutory),
            sla::Target(Term{15, Term::Kind::kWorking, Term::Roll::kNone}));
  EXPECT_EQ(critical.alarms.late_warning, sla::AlarmRules::LateWarning::kAtStart);
  EXPECT_EQ(critical.alarms.acknowledged, sla::AlarmRules::AfterAcknowledgement::kCancel);
}

TEST(SlaPolicyTest, ReadsWhatHoldsForAllStandards) {
  const auto rules = ReadSlaDocument(kTwoStandards);
  ASSERT_TRUE(rules.ok());
  EXPECT_EQ(rules->calendar_id, "SH");
  EXPECT_TRUE(rules->first_response_pausable);
  EXPECT_EQ(rules->unanswered, sla::PromiseRules::Unanswered::kCancel);
  EXPECT_EQ(rules->reopen_within, 72h);
  EXPECT_EQ(rules->confirm_after, 120h);
}

TEST(SlaPolicyTest, StillReadsTheShapeOfOneStandard) {
  const auto rules = ReadSlaDocument(
      R"({"calendar_id": "always", "response_target_ms": 1800000, "warn_share_percent": 75})");
  ASSERT_TRUE(rules.ok()) << rules.status();
  ASSERT_EQ(rules->standards.size(), 1u);
  EXPECT_EQ(rules->standards[0].standard_id, kOnlyStandardId);
  EXPECT_EQ(rules->standards[0].targets.size(), 1u);
  EXPECT_EQ(rules->standards[0].alarms.warnings.at(0).share_percent, 75);
  EXPECT_EQ(rules->reopen_within, 7 * 24h);
}

TEST(SlaPolicyTest, SaysWhereAFaultIs) {
  const auto with = [](const std::string& standard) {
    return R"({"calendar_id": "a", "standards": [)" + standard + "]}";
  };
  const std::string clocks = R"("clocks": {"resolution": {"target_ms": 60000}})";
  EXPECT_NE(FaultOf(with("")).find("standards"), std::string::npos);
  EXPECT_NE(FaultOf(with(R"({"id": "x"})")).find("standards[0].clocks"), std::string::npos);
  EXPECT_NE(FaultOf(with(R"({"id": "x", "clocks": {"answer": {"target_ms": 1000}}})"))
                .find("first_response"),
            std::string::npos);
  EXPECT_NE(FaultOf(with(R"({"id": "x", "when": {"weather": ["rain"]}, )" + clocks + "}"))
                .find("standards[0].when"),
            std::string::npos);
  EXPECT_NE(
      FaultOf(with(R"({"id": "x", "warn_share_percent": [100], )" + clocks + "}")).find("1 to 99"),
      std::string::npos);
  EXPECT_NE(FaultOf(with(R"({"id": "x", )" + clocks + R"(}, {"id": "x", )" + clocks + "}"))
                .find("stands twice"),
            std::string::npos);
  EXPECT_NE(FaultOf(with(R"({"id": "x", )" + clocks + "}") + "x"), "");
}

TEST(CalendarPolicyTest, ReadsSeveralAndTheShapeOfOne) {
  const auto several = ReadCalendarDocument(
      R"({"calendars": {"SH": {"zone": "Asia/Shanghai", "week": {"mon": [["09:00","18:00"]]}},
                        "LO": {"zone": "Europe/London", "week": {"tue": [["09:00","17:00"]]}}}})");
  ASSERT_TRUE(several.ok()) << several.status();
  EXPECT_EQ(several->size(), 2u);
  const auto one = ReadCalendarDocument(
      R"({"calendar_id": "always", "zone": "UTC", "week": {"mon": [["00:00","24:00"]]}})");
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_TRUE(one->contains("always"));
}

TEST(CalendarPolicyTest, RefusesAZoneThatIsNotThereAndAnIdThatWouldBeMistaken) {
  EXPECT_FALSE(ReadCalendarDocument(
                   R"({"calendars": {"x": {"zone": "Asia/Bejing",
                                           "week": {"mon": [["09:00","18:00"]]}}}})")
                   .ok());
  EXPECT_FALSE(ReadCalendarDocument(
                   R"({"calendars": {"x@1": {"zone": "UTC",
                                             "week": {"mon": [["09:00","18:00"]]}}}})")
                   .ok());
}

TEST(RoutingPolicyTest, DispatchIsWhereTheRestGoesUnlessItIsNamed) {
  EXPECT_EQ(ReadRoutingDocument(R"({"otherwise_branch_id": "hq", "rules": []})")->dispatch,
            BranchId("hq"));
  EXPECT_EQ(ReadRoutingDocument(
                R"({"otherwise_branch_id": "hq", "dispatch_branch_id": "d", "rules": []})")
                ->dispatch,
            BranchId("d"));
}

TEST(OrganizationPolicyTest, ABranchMayNameItsCalendar) {
  const auto read = ReadOrganizationDocument(
      R"({"regions": [{"region_id": "r"}],
          "branches": [{"branch_id": "b", "region_id": "r", "name_zh": "一", "name_en": "One",
                        "calendar_id": "SH"}]})");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->branches.at(BranchId("b")).calendar_id, "SH");
}

}  // namespace
}  // namespace recourse::routing
