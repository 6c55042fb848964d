#include <gtest/gtest.h>

#include "tests/support/sla/clocks.h"

// Warnings and escalations: the cases of the clock's specification, by their ids.
namespace recourse::routing::sla {
namespace {

TEST(SlaClockTest, E41_WarningsAcrossClosing) {
  const AlarmRules rules{.warnings = {{50}, {75}, {90}, {0, 10min}}};
  // 15, 22.5 and 27 minutes, and the twentieth minute.
  EXPECT_EQ(AlarmsOf({Start("17:45")}, rules, "17:45"),
            "w1 Tue 18:00; w4 Wed 09:05; w2 Wed 09:07:30.000; w3 Wed 09:12; breach Wed 09:15");
}
TEST(SlaClockTest, E42_AnHourBeforeDueIsAnHourOfWork) {
  const AlarmRules rules{.warnings = {{0, 60min}}};
  EXPECT_EQ(AlarmsOf({Start("Mon 17:00", 4h, "SH8")}, rules, "Mon 17:00"),
            "w1 Tue 10:00; breach Tue 11:00");
}
TEST(SlaClockTest, E43_AWarningLaterThanTheCreation) {
  AlarmRules rules{.warnings = {{0, 60min}}};
  EXPECT_EQ(AlarmsOf({Start("10:00")}, rules, "10:00"), "breach Tue 10:30");
  rules.late_warning = AlarmRules::LateWarning::kAtStart;
  EXPECT_EQ(AlarmsOf({Start("10:00")}, rules, "10:00"), "w1 Tue 10:00; breach Tue 10:30");
}
TEST(SlaClockTest, E85_ThreeLevels) {
  const AlarmRules rules{.escalations = {{1, 0min}, {2, 30min}, {3, 120min}}};
  EXPECT_EQ(AlarmsOf({Start("16:40")}, rules, "16:40"),
            "breach Tue 17:10; L1 Tue 17:10; L2 Tue 17:40; L3 Wed 10:10");
}
TEST(SlaClockTest, E86_ALevelAfterClosing) {
  const AlarmRules rules{.escalations = {{2, 30min}}};
  EXPECT_EQ(AlarmsOf({Start("17:29")}, rules, "17:29"), "breach Tue 17:59; L2 Wed 09:29");
}
TEST(SlaClockTest, E87_Acknowledged) {
  AlarmRules rules{.escalations = {{1, 0min}, {2, 30min}, {3, 120min}}};
  const std::vector<ClockEvent> events = {Start("10:00"), {T("10:45"), Acknowledged{1}}};
  EXPECT_EQ(AlarmsOf(events, rules, "10:45"),
            "breach Tue 10:30; L1 Tue 10:30; L2 Tue 11:15; L3 Tue 12:45");
  rules.acknowledged = AlarmRules::AfterAcknowledgement::kCancel;
  EXPECT_EQ(AlarmsOf(events, rules, "10:45"), "breach Tue 10:30; L1 Tue 10:30");
}
TEST(AlarmTest, ALevelOfADateCountsInTheCalendarOfTheTerm) {
  const AlarmRules rules{.warnings = {{50}}, .escalations = {{1, 0min}, {2, 30min}}};
  // Natural time from Tue 10:00 to Sat 00:00, the end of Friday; 30 minutes of work after it.
  EXPECT_EQ(AlarmsOf({Start("Tue 10:00", StatutoryDays{3})}, rules, "Tue 10:00"),
            "w1 Thu 05:00; breach Sat 00:00; L1 Sat 00:00; L2 2026-03-09 09:30");
}
TEST(AlarmTest, ANewTargetWarnsAnew) {
  const auto alarms = Alarms(Folded({Start("10:00"), Retarget("10:10", 60min)}), Known(),
                             {.warnings = {{50}}}, T("10:10"));
  ASSERT_EQ(alarms.size(), 2u);
  EXPECT_EQ(alarms[0], (Alarm{Alarm::Kind::kWarning, 1, 2, T("10:30")}));
  EXPECT_EQ(alarms[1], (Alarm{Alarm::Kind::kBreach, 0, 2, T("11:00")}));
}
TEST(AlarmTest, OnceAnsweredOnlyWhatPassedStands) {
  const AlarmRules rules{.warnings = {{50}}, .escalations = {{1, 0min}}};
  EXPECT_EQ(AlarmsOf({Start("10:00"), Answer("10:20")}, rules, "12:00"), "w1 Tue 10:15");
}
TEST(AlarmTest, AMarkThatAPauseMetExactlyComesWithTheResumption) {
  const AlarmRules rules{.warnings = {{50}}};
  EXPECT_EQ(AlarmsOf({Start("10:00"), Pause("10:15"), Resume("11:00")}, rules, "11:00"),
            "w1 Tue 11:00; breach Tue 11:15");
}

}  // namespace
}  // namespace recourse::routing::sla
