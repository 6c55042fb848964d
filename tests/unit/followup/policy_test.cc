#include "services/followup/domain/policy.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

std::string FieldAtFault(const std::function<void(Policy&)>& change) {
  Policy policy = SmallPolicy();
  change(policy);
  const auto fault = CheckPolicy(policy);
  return fault ? fault->parameters.at("field") : "";
}

TEST(PolicyTest, ASoundOneHasNoFault) {
  EXPECT_EQ(FieldAtFault([](Policy&) {}), "");
}

TEST(PolicyTest, ADefaultSurveyIsSound) {
  EXPECT_EQ(FieldAtFault([](Policy& policy) { policy.survey = SurveyRules{}; }), "");
}

TEST(PolicyTest, LimitsEachOfItsFields) {
  const std::map<std::string, std::function<void(Policy&)>> faults = {
      {"delay", [](Policy& p) { p.survey.delay = kDelayMax + 1ms; }},
      {"expire_after", [](Policy& p) { p.survey.expire_after = kExpireMax + 1ms; }},
      {"remind_after", [](Policy& p) { p.survey.remind_after = p.survey.expire_after + 1ms; }},
      {"late_after", [](Policy& p) { p.survey.late_after = p.survey.delay + kDay - 1ms; }},
      {"budget.most", [](Policy& p) { p.survey.budget.most = kBudgetMost + 1; }},
      {"budget.window", [](Policy& p) { p.survey.budget.window = kBudgetWindowMin - 1ms; }},
      {"calls_max", [](Policy& p) { p.survey.calls_max = 0; }},
      {"quiet",
       [](Policy& p) {
         p.survey.quiet = QuietHours{8h, 4h + 1ms};
       }},
      {"quiet.from",
       [](Policy& p) {
         p.survey.quiet = QuietHours{24h, 4h};
       }},
      {"questions",
       [](Policy& p) {
         p.survey.questions = {false, false, false, false, true};
       }},
      {"csat_bad_max", [](Policy& p) { p.survey.thresholds.csat_bad_max = 4; }},
      {"nps_bad_max", [](Policy& p) { p.survey.thresholds.nps_bad_max = 7; }},
      {"ces_bad_max", [](Policy& p) { p.survey.thresholds.ces_bad_max = 0; }},
      {"replies.expire_after", [](Policy& p) { p.replies.expire_after = 59s; }},
      {"staff.interval", [](Policy& p) { p.staff.interval = 59s; }},
      {"staff.gather", [](Policy& p) { p.staff.gather = p.staff.interval + 1ms; }},
      {"staff.retry_after", [](Policy& p) { p.staff.retry_after = 59s; }},
      {"languages", [](Policy& p) { p.languages.clear(); }},
  };
  for (const auto& [field, change] : faults) EXPECT_EQ(FieldAtFault(change), field);
}

TEST(PolicyTest, QuietHoursThatNeverEndOrNeverBeginAreRefused) {
  EXPECT_EQ(FieldAtFault([](Policy& p) { p.survey.quiet = QuietHours{8h, 8h}; }), "quiet");
}

TEST(PolicyTest, NamesMustBeKnown) {
  EXPECT_EQ(FieldAtFault([](Policy& p) { p.staff.told_at[BranchId("b2")] = {AgentId("eve")}; }),
            "staff.told_at");
  EXPECT_EQ(FieldAtFault([](Policy& p) { p.zones.of_region[RegionId("west")] = "Asia/Bejing"; }),
            "zones");
  EXPECT_EQ(FieldAtFault([](Policy& p) { p.zones.otherwise = ""; }), "zones");
}

TEST(PolicyTest, AZoneIsTheBranchsElseTheRegionsElseTheOneForAll) {
  Policy policy = SmallPolicy();
  policy.zones.zones["Europe/Berlin"] = Zone{"Europe/Berlin", 1h, {}};
  policy.zones.zones["Asia/Tokyo"] = Zone{"Asia/Tokyo", 9h, {}};
  policy.zones.of_branch = {{BranchId("b1"), "Asia/Tokyo"}};
  policy.zones.of_region = {{RegionId("south"), "Europe/Berlin"}};
  Dimensions at = TicketOf("t1", "c1").dimensions;
  EXPECT_EQ(ZoneOf(policy, at).id, "Asia/Tokyo");
  at.branch_id = BranchId("b2");
  EXPECT_EQ(ZoneOf(policy, at).id, "Europe/Berlin");
  at.region_id = RegionId("north");
  EXPECT_EQ(ZoneOf(policy, at).id, "Asia/Shanghai");
}

TEST(PolicyTest, WritesInTheCustomersLanguageWhereItHasIt) {
  const Policy policy = SmallPolicy();
  EXPECT_EQ(LanguageOf(policy, "en-GB"), "en");
  EXPECT_EQ(LanguageOf(policy, "zh"), "zh");
  EXPECT_EQ(LanguageOf(policy, "de"), "zh");
  EXPECT_EQ(LanguageOf(policy, ""), "zh");
}

}  // namespace
}  // namespace recourse::followup
