#include <gtest/gtest.h>

#include "services/routing/domain/sla/corrections.h"
#include "tests/support/sla/clocks.h"

// Pauses, changes in flight and verdicts: the cases of the clock's specification, by their ids.
namespace recourse::routing::sla {
namespace {

using Mode = RetargetMode;

// Two versions of a calendar stand beside each other; the new one holds from its publication.
Calendars WithClosure(const std::string& from, const std::string& to) {
  Calendars calendars = AllCalendars();
  Calendar next = Sh();
  next.calendar_id = "SH/2";
  next.version = 2;
  next.closures.push_back({Civil(from), Civil(to), "flood"});
  calendars.Add(next);
  return calendars;
}

TEST(SlaClockTest, E14_ClosurePublishedBeforeTheDueTime) {
  const Calendars calendars = WithClosure("2026-03-03 14:00", "2026-03-03 18:00");
  const Outcome before = Judged({Start("13:50")}, "13:55", calendars);
  const std::vector<ClockEvent> events = {Start("13:50"), HandTo("13:55", "SH/2")};
  const Outcome after = Judged(events, "13:55", calendars);
  EXPECT_EQ(Local(after.due), "Wed 09:20");
  EXPECT_EQ(Correct(before, after),
            (Correction{Correction::Kind::kRecomputed, T("14:20"), T("Wed 09:20")}));
}
TEST(SlaClockTest, E15_ClosurePublishedAfterTheBreach) {
  const Calendars calendars = WithClosure("2026-03-03 14:00", "2026-03-03 18:00");
  std::vector<ClockEvent> events = {Start("13:50"), HandTo("14:30", "SH/2")};
  EXPECT_EQ(VerdictOf(events, "15:00", calendars), "missed Tue 14:20");
  EXPECT_FALSE(Judged(events, "15:00", calendars).excluded);
  events.push_back({T("15:00"), Exempted{"lin", "flood"}});
  EXPECT_EQ(VerdictOf(events, "15:00", calendars), "missed Tue 14:20");
  EXPECT_TRUE(Judged(events, "15:00", calendars).excluded);
  events.back().what = Exempted{"", "flood"};
  EXPECT_EQ(RefusedAs({Start("13:50"), {T("15:00"), Exempted{"", "flood"}}}), "reason_missing");
}
TEST(SlaClockTest, E29_ATransitionThatMoves) {
  // The zone of tomorrow: clocks an hour later from 2026-03-04 00:00 on.
  Calendars calendars = AllCalendars();
  Calendar moved = Sh();
  moved.calendar_id = "SH/2";
  moved.zone.transitions.push_back({T("Wed 00:00"), 9h});
  calendars.Add(moved);
  const std::vector<ClockEvent> events = {Start("17:45"), HandTo("17:50", "SH/2")};
  EXPECT_EQ(
      Correct(Judged({Start("17:45")}, "17:50", calendars), Judged(events, "17:50", calendars)),
      (Correction{Correction::Kind::kRecomputed, T("Wed 09:15"), T("Wed 08:15")}));
  EXPECT_EQ(Correct(Judged(events, "17:50", calendars), Judged(events, "17:50", calendars)),
            std::nullopt);
}

TEST(SlaClockTest, E30_PauseInsideHours) {
  EXPECT_EQ(DueOf({Start("09:00", 8h), Pause("10:00"), Resume("15:00")}), "Wed 13:00");
}
TEST(SlaClockTest, E31_PauseOverNight) {
  EXPECT_EQ(DueOf({Start("14:00", 8h)}), "Wed 13:00");
  EXPECT_EQ(DueOf({Start("14:00", 8h), Pause("17:00"), Resume("Wed 10:00")}), "Wed 15:00");
}
TEST(SlaClockTest, E32_PauseOverAWeekend) {
  EXPECT_EQ(DueOf({Start("Fri 16:00", 4h), Pause("Fri 17:00"), Resume("Nxt 09:30")}),
            "2026-03-09 12:30");
}
TEST(SlaClockTest, E33_ResumeOutsideHours) {
  EXPECT_EQ(DueOf({Start("10:00", 4h), Pause("11:00"), Resume("22:00")}), "Wed 12:00");
}
TEST(SlaClockTest, E34_TwoReasonsOverlap) {
  const std::vector<ClockEvent> events = {Start("09:00", 8h), Pause("10:00", "customer"),
                                          Pause("11:00", "vendor"), Resume("12:00", "customer"),
                                          Resume("13:00", "vendor")};
  EXPECT_EQ(DueOf(events), "Wed 11:00");  // one hour, then five, and two are left
  std::set<std::string> reasons;
  Duration paused{};
  for (const Segment& each : Segments(Folded(events), Known(), T("14:00"))) {
    if (each.kind != Segment::Kind::kPaused) continue;
    paused += each.to - each.from;
    reasons.insert(each.reasons.begin(), each.reasons.end());
  }
  EXPECT_EQ(paused, 3h);
  EXPECT_EQ(reasons, (std::set<std::string>{"customer", "vendor"}));
}
TEST(SlaClockTest, E35_FromOnePauseToTheNext) {
  const std::vector<ClockEvent> events = {Start("09:00", 8h), Pause("10:00", "pending"),
                                          Resume("11:00", "pending"), Pause("11:00", "on_hold"),
                                          Resume("12:00", "on_hold")};
  EXPECT_EQ(DueOf(events), "Wed 10:00");
  EXPECT_EQ(Segments(Folded(events), Known(), T("12:00")).size(), 3u);
}
TEST(SlaClockTest, E36_PauseExactlyAtDue) {
  const std::vector<ClockEvent> events = {Start("10:00"), Pause("10:30")};
  EXPECT_EQ(VerdictOf(events, "12:00"), "paused none");
  auto resumed = events;
  resumed.push_back(Resume("12:00"));
  EXPECT_EQ(VerdictOf(resumed, "12:00"), "running Tue 12:00");
  EXPECT_EQ(VerdictOf(resumed, "12:00:00.001"), "missed Tue 12:00");
  resumed.push_back(Answer("12:00"));
  EXPECT_EQ(VerdictOf(resumed, "13:00"), "met Tue 12:00");
}
TEST(SlaClockTest, E37_PauseAfterTheBreach) {
  const std::vector<ClockEvent> events = {Start("10:00"), Pause("10:40"), Resume("11:40")};
  EXPECT_EQ(VerdictOf(events, "12:00"), "missed Tue 10:30");
  EXPECT_EQ(Judged(events, "12:00").remaining, -30min);
}
TEST(SlaClockTest, E38_WhilePausedNothingIsDueAndNothingWarned) {
  const AlarmRules rules{.warnings = {{50}}, .escalations = {{1, 0min}}};
  const std::vector<ClockEvent> events = {Start("10:00"), Pause("10:10")};
  EXPECT_EQ(AlarmsOf(events, rules, "15:00"), "");
  EXPECT_EQ(VerdictOf(events, "15:00"), "paused none");
  EXPECT_EQ(Judged(events, "15:00").remaining, 20min);
}
TEST(SlaClockTest, E40_ManyShortPauses) {
  std::vector<ClockEvent> events = {Start("10:00")};
  for (int i = 0; i < 10; ++i) {
    const Timestamp from = T("10:01") + i * 2min;
    events.push_back({from, Paused{"customer"}});
    events.push_back({from + 1min, Resumed{"customer"}});
  }
  EXPECT_EQ(DueOf(events), "Tue 10:40");
  EXPECT_EQ(PausedPermille(Folded(events), Known(), T("10:20")), 500);
  EXPECT_EQ(RefusedAs({Start("10:00"), Pause("10:10", "")}), "reason_missing");
}

TEST(SlaClockTest, E44_PriorityUpRetroactively) {
  const std::vector<ClockEvent> events = {Start("10:00", 4h), Retarget("11:00", 30min)};
  const Outcome outcome = Judged(events, "11:00");
  EXPECT_EQ(outcome.verdict, Verdict::kMissed);
  EXPECT_EQ(Local(outcome.due), "Tue 10:30");
  EXPECT_EQ(outcome.detected_time, T("11:00"));
  EXPECT_EQ(outcome.cause, "policy_change");
}
TEST(SlaClockTest, E45_PriorityUpFromChange) {
  EXPECT_EQ(DueOf({Start("10:00", 4h), Retarget("11:00", 30min, Mode::kFromChange)}), "Tue 11:30");
}
TEST(SlaClockTest, E46_PriorityUpCarryingTheShare) {
  const std::vector<ClockEvent> events = {Start("10:00", 4h),
                                          Retarget("11:00", 30min, Mode::kCarryShare)};
  EXPECT_EQ(DueOf(events), "Tue 11:22:30.000");
  EXPECT_EQ(Judged(events, "11:00").remaining, 22min + 30s);
}
TEST(SlaClockTest, ACarriedShareIsJudgedInWholeMilliseconds) {
  // A millisecond beyond four hours is less than one of half an hour: just used up, not missed yet.
  const auto carried = [](const char* at) {
    return std::vector<ClockEvent>{Start("10:00", 4h), Retarget(at, 30min, Mode::kCarryShare)};
  };
  EXPECT_EQ(VerdictOf(carried("14:00:00.001"), "14:00:00.001"), "running Tue 14:00:00.001");
  EXPECT_EQ(VerdictOf(carried("14:00:00.008"), "14:00:00.008"), "missed Tue 14:00:00.008");
  EXPECT_EQ(VerdictOf(carried("14:00"), "14:00"), "running Tue 14:00");
}
TEST(SlaClockTest, E47_GraceFloor) {
  const std::vector<ClockEvent> events = {Start("10:00", 4h),
                                          Retarget("11:00", 30min, Mode::kRetroactive, 10min)};
  EXPECT_EQ(VerdictOf(events, "11:00"), "running Tue 11:10");
  EXPECT_EQ(DueOf({Start("10:00", 4h), Retarget("10:05", 30min, Mode::kRetroactive, 10min)}),
            "Tue 10:30");
}
TEST(SlaClockTest, E48_PauseKeptOnChange) {
  EXPECT_EQ(DueOf({Start("09:00", 4h), Pause("09:10"), Resume("11:10"), Retarget("11:15", 30min)}),
            "Tue 11:30");
}
TEST(SlaClockTest, E49_UpAndDownAgain) {
  const std::vector<ClockEvent> events = {Start("10:00", 4h), Retarget("11:00", 30min),
                                          Retarget("11:10", 4h)};
  EXPECT_EQ(VerdictOf(events, "11:10"), "running " + DueOf({Start("10:00", 4h)}));
  const auto superseded = Folded(events).superseded;
  ASSERT_EQ(superseded.size(), 2u);
  EXPECT_EQ(superseded[0], (Superseded{4h, Verdict::kRunning, T("11:00")}));
  EXPECT_EQ(superseded[1], (Superseded{30min, Verdict::kMissed, T("11:10")}));
}
TEST(SlaClockTest, E54_CategoryCorrectedByAPerson) {
  const auto corrected = [](Mode mode, Duration grace) {
    return std::vector<ClockEvent>{Start("10:00", 4h),
                                   Retarget("10:20", 15min, mode, grace, "reclassification")};
  };
  const Outcome outcome = Judged(corrected(Mode::kRetroactive, 0min), "10:20");
  EXPECT_EQ(outcome.verdict, Verdict::kMissed);
  EXPECT_EQ(outcome.cause, "reclassification");  // so it is not charged to the branch
  EXPECT_EQ(DueOf(corrected(Mode::kFromChange, 0min)), "Tue 10:35");
  EXPECT_EQ(DueOf(corrected(Mode::kRetroactive, 10min)), "Tue 10:30");
}
TEST(SlaClockTest, E55_HandOverToAnotherCalendar) {
  EXPECT_EQ(DueOf({Start("17:50"), HandTo("18:05", "UR")}), "Tue 18:25");
}
TEST(SlaClockTest, E56_HandOverToAnotherZone) {
  const Outcome outcome = Judged({Start("17:50"), HandTo("18:05", "LO")}, "18:05");
  EXPECT_EQ(outcome.due.time, Utc("2026-03-03 10:25"));
}
TEST(SlaClockTest, E57_ThreeHandOvers) {
  const std::vector<ClockEvent> events = {Start("10:00", 30min, "SH", "a"),
                                          HandTo("10:10", "SH", "b"), HandTo("10:20", "SH", "c")};
  EXPECT_EQ(DueOf(events), "Tue 10:30");
  EXPECT_EQ(Ledger(Folded(events), Known(), T("10:30")),
            (std::map<std::string, Duration>{{"a", 10min}, {"b", 10min}, {"c", 10min}}));
}
TEST(SlaClockTest, E58_TheBranchRefuses) {
  const std::vector<ClockEvent> events = {Start("10:00", 30min, "SH", "branch"),
                                          HandTo("10:15", "SH", "dispatch", true)};
  EXPECT_EQ(DueOf(events), "Tue 10:30");
  EXPECT_EQ(Folded(events).return_count, 1);
  EXPECT_EQ(Ledger(Folded(events), Known(), T("10:20")),
            (std::map<std::string, Duration>{{"branch", 15min}, {"dispatch", 5min}}));
  EXPECT_EQ(Ledger(Folded(events), Known(), T("10:20"), ReturnCharge::kReceiver),
            (std::map<std::string, Duration>{{"dispatch", 20min}}));
}
TEST(SlaClockTest, E59_HandOverWhilePaused) {
  const std::vector<ClockEvent> events = {Start("10:00"), Pause("10:10", "customer"),
                                          HandTo("10:20", "UR")};
  EXPECT_EQ(VerdictOf(events, "11:00"), "paused none");
  EXPECT_EQ(Folded(events).current.reasons, (std::set<std::string>{"customer"}));
}
TEST(SlaClockTest, E60_WithoutABranchItRunsAlways) {
  EXPECT_EQ(DueOf({Start("Sat 23:50", 30min, "")}), "Sun 00:20");
}

TEST(SlaClockTest, E61_NaturalDaysEndOnAWorkingSaturday) {
  const auto due = StatutoryDue(Sh(), T("2026-09-25 10:00"), {15});
  EXPECT_EQ(Local(*due), "2026-10-11 00:00");  // the end of 10-10
}
TEST(SlaClockTest, E62_NaturalDaysEndInAHoliday) {
  for (const char* received : {"2026-09-20 10:00", "2026-09-18 10:00"}) {
    EXPECT_EQ(Local(*StatutoryDue(Sh(), T(received), {15})), "2026-10-09 00:00");
  }
}
TEST(SlaClockTest, E63_NaturalDaysEndOnAPlainSaturday) {
  using Term = StatutoryDays;
  const auto due = [](Term::Roll roll) {
    return Local(*StatutoryDue(Sh(), T("2026-03-06 10:00"), {15, Term::Kind::kNatural, roll}));
  };
  EXPECT_EQ(due(Term::Roll::kRestDays), "2026-03-24 00:00");
  EXPECT_EQ(due(Term::Roll::kHolidays), "2026-03-22 00:00");
  EXPECT_EQ(due(Term::Roll::kNone), "2026-03-22 00:00");
}
TEST(SlaClockTest, E64_Extension) {
  const auto fault = [](int days, int in_all, int level, bool told) {
    const auto refusal = FaultOf({days}, {in_all, level, told});
    return refusal ? refusal->slug : "";
  };
  EXPECT_EQ(fault(15, 30, 1, true), "");
  EXPECT_EQ(fault(30, 60, 2, true), "");
  EXPECT_EQ(fault(30, 60, 1, true), "extension_not_approved");
  EXPECT_EQ(fault(15, 30, 1, false), "extension_not_announced");
  EXPECT_EQ(fault(60, 61, 9, true), "extension_too_long");
  EXPECT_EQ(fault(30, 30, 9, true), "extension_not_longer");
  const std::vector<ClockEvent> events = {Start("2026-03-06 10:00", StatutoryDays{15}),
                                          Retarget("2026-03-20 10:00", StatutoryDays{30})};
  EXPECT_EQ(DueOf(events), "2026-04-08 00:00");  // raw 04-05, a holiday until 04-06
}
TEST(SlaClockTest, E65_WorkingDays) {
  const StatutoryDays term{5, StatutoryDays::Kind::kWorking};
  EXPECT_EQ(Local(*StatutoryDue(Sh(), T("2026-09-28 10:00"), term)), "2026-10-11 00:00");
}
TEST(SlaClockTest, E66_ComplaintWithdrawn) {
  const std::vector<ClockEvent> events = {Start("10:00", StatutoryDays{15}),
                                          {T("Wed 10:00"), Cancelled{"withdrawn"}}};
  EXPECT_EQ(VerdictOf(events, "2026-04-30 10:00"), "cancelled 2026-03-19 00:00");
}
TEST(SlaClockTest, ATermHasNoEndBeyondWhatIsKnown) {
  Calendar calendar = Sh();
  calendar.known_until = Day("2026-12-31");
  EXPECT_EQ(StatutoryDue(calendar, T("2026-12-20 10:00"), {15}), std::nullopt);
  EXPECT_NE(StatutoryDue(calendar, T("2026-12-10 10:00"), {15}), std::nullopt);
}
TEST(SlaClockTest, ADateIsNotMovedByAPause) {
  const std::vector<ClockEvent> events = {Start("10:00", StatutoryDays{15}), Pause("11:00"),
                                          Answer("2026-03-19 00:00")};
  EXPECT_EQ(VerdictOf(events, "2026-04-30 10:00"), "met 2026-03-19 00:00");
  EXPECT_EQ(Folded(events).ignored, (std::vector<Ignored>{{1, "date_does_not_pause"}}));
}

TEST(SlaClockTest, E77_AnswerAtDueAndAMillisecondAfter) {
  EXPECT_EQ(VerdictOf({Start("10:00"), Answer("10:30")}, "12:00"), "met Tue 10:30");
  EXPECT_EQ(VerdictOf({Start("10:00"), Answer("10:30:00.001")}, "12:00"), "missed Tue 10:30");
}
TEST(SlaClockTest, E78_NoPercentagesInTheVerdict) {
  EXPECT_EQ(Judged({Start("09:00", 8h)}, "16:59:46").verdict, Verdict::kRunning);
  EXPECT_EQ(Judged({Start("09:00", 8h), Answer("16:59:46")}, "18:00").verdict, Verdict::kMet);
}
TEST(SlaClockTest, E79_AnAnswerThatBecameKnownAfterTheBreach) {
  const AlarmRules rules{.escalations = {{1, 0min}}};
  const std::vector<ClockEvent> late = {Start("10:00"), Answer("10:29:59")};
  const Outcome before = Judged({Start("10:00")}, "10:30:05"), after = Judged(late, "10:30:05");
  EXPECT_EQ(before.verdict, Verdict::kMissed);
  EXPECT_EQ(Correct(before, after),
            (Correction{Correction::Kind::kBreachRevoked, T("10:30"), T("10:30")}));
  const auto told = Alarms(Folded({Start("10:00")}), Known(), rules, T("10:30:05"));
  const auto standing = Alarms(Folded(late), Known(), rules, T("10:30:05"));
  EXPECT_EQ(told.size(), 2u);
  EXPECT_EQ(Unsaid(told, standing), told);
  EXPECT_TRUE(Unsaid(told, standing, CorrectionRule::kSilent).empty());
}
TEST(SlaClockTest, E81_AnAnswerStampedBeforeTheStart) {
  const std::vector<ClockEvent> events = {Start("10:00"), Answer("09:59:58")};
  const Outcome outcome = Judged(events, "11:00");
  EXPECT_EQ(outcome.verdict, Verdict::kMet);
  EXPECT_EQ(outcome.consumed, 0ms);
  EXPECT_TRUE(Folded(events).clamped);
}
TEST(SlaClockTest, E83_AWhileOfNobodyLooking) {
  const AlarmRules rules{.escalations = {{1, 0min}, {2, 5min}, {3, 60min}}};
  const auto alarms = Alarms(Folded({Start("10:00")}), Known(), rules, T("10:40"));
  const CaughtUp caught = CatchUp(alarms, T("10:20"), T("10:40"));
  ASSERT_EQ(caught.passed.size(), 3u);
  EXPECT_EQ(Local(caught.passed[0].time), "Tue 10:30");
  ASSERT_TRUE(caught.notify.has_value());
  EXPECT_EQ(caught.notify->level, 2);
}

TEST(SlaClockTest, ChangesAreRefusedByName) {
  EXPECT_EQ(RefusedAs({}), "not_started");
  EXPECT_EQ(RefusedAs({Pause("10:00")}), "not_started");
  EXPECT_EQ(RefusedAs({Start("10:00"), Start("10:10")}), "started_twice");
  EXPECT_EQ(RefusedAs({Start("10:00"), Pause("09:00")}), "event_before_start");
  EXPECT_EQ(RefusedAs({Start("10:00"), Pause("10:20"), Resume("10:10")}), "events_out_of_order");
  EXPECT_EQ(RefusedAs({Start("10:00", 30min, "nowhere")}), "unknown_calendar");
  EXPECT_EQ(RefusedAs({Start("10:00"), HandTo("10:10", "nowhere")}), "unknown_calendar");
  EXPECT_EQ(RefusedAs({Start("10:00", 0ms)}), "target_not_positive");
  EXPECT_EQ(RefusedAs({Start("10:00", Duration::max())}), "target_too_long");
  EXPECT_EQ(RefusedAs({Start("10:00"), Retarget("10:10", StatutoryDays{5})}),
            "target_kind_changed");
  EXPECT_EQ(RefusedAs({{kZoneEnd, Started{"SH", Duration(30min)}}}), "time_out_of_range");
}
TEST(SlaClockTest, WhatComesAfterTheEndChangesNothing) {
  const std::vector<ClockEvent> events = {Start("10:00"), Answer("10:10"), Pause("10:20"),
                                          Retarget("10:25", 1ms), Answer("18:00")};
  EXPECT_EQ(VerdictOf(events, "18:00"), "met Tue 10:30");
  EXPECT_EQ(Folded(events).ignored.size(), 3u);
}
TEST(SlaClockTest, TheContractsExample) {
  const std::vector<ClockEvent> events = {Start("10:00"),           Pause("10:05"),
                                          Resume("10:15"),          HandTo("10:20", "UR"),
                                          Retarget("10:25", 15min), Answer("10:30")};
  const Outcome outcome = Judged(events, "Wed 18:00");
  EXPECT_EQ(outcome.verdict, Verdict::kMissed);
  EXPECT_EQ(Local(outcome.due), "Tue 10:25");
  EXPECT_EQ(outcome.consumed, 20min);
  EXPECT_EQ(outcome.remaining, -5min);
  EXPECT_EQ(Folded(events).superseded,
            (std::vector<Superseded>{{30min, Verdict::kRunning, T("10:25")}}));
}

}  // namespace
}  // namespace recourse::routing::sla
