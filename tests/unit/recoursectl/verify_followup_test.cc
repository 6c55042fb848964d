#include <gtest/gtest.h>

#include "tests/unit/recoursectl/verify_followup_run.h"

namespace recourse::ctl::verify {
namespace {

using Ids = std::vector<std::string>;

TEST(VerifyFollowup, AnUntouchedRunHoldsAndEveryCheckHasSomethingToLookAt) {
  for (const Check& check : FollowedRun().Judge()) {
    EXPECT_GT(check.examined, 0) << check.id;
    EXPECT_EQ(check.examples, Ids{}) << check.id;
  }
}

TEST(VerifyFollowup, ADeletedLoopIsNamedAndItsTimersStandAlone) {
  FollowedRun run;
  std::erase_if(run.evidence.loops, [&](const LoopRow& row) {
    return row.loop.ticket.ticket_id == run.happy.ticket_id;
  });
  EXPECT_EQ(run.Violated(), Ids{"F2"});
}

TEST(VerifyFollowup, AnotherVerdictInTheTableIsNamed) {
  FollowedRun run;
  run.loop(run.happy).loop.verdict = followup::Verdict::kHeardBad;
  EXPECT_EQ(run.Violated(), Ids{"F2"});
}

TEST(VerifyFollowup, ARecordThatSaysOtherwiseThanItsColumnsIsNamed) {
  FollowedRun run;
  run.loop(run.happy).is_as_recorded = false;
  EXPECT_EQ(run.Violated(), Ids{"F2"});
}

TEST(VerifyFollowup, ADeliveryThatDiffersIsNamed) {
  FollowedRun run;
  run.evidence.deliveries.front().delivery.reason = "invented";
  EXPECT_EQ(run.Violated(), Ids{"F3"});
}

TEST(VerifyFollowup, AGapInTheVersionsIsNamed) {
  FollowedRun run;
  ++run.said<followup::SurveySent>().second.version;
  EXPECT_TRUE(run.Names("F1"));
}

TEST(VerifyFollowup, ASecondVerdictIsNamed) {
  FollowedRun run;
  auto& [sequence, answered] = run.said<followup::SurveyAnswered>();
  followup::Fact again = answered;
  again.before = answered.after;
  again.after->verdict = followup::Verdict::kUnheard;
  again.what = followup::LoopClosed{};
  ++again.version;
  run.evidence.followed.at(run.loops).emplace(1'000, again);
  EXPECT_TRUE(run.Names("F1"));
}

TEST(VerifyFollowup, AResolutionThatFollowupPassedWithoutALoopIsNamed) {
  FollowedRun run;
  auto& told = run.evidence.told.at(run.tickets);
  routing::Fact resolved;
  resolved.ticket_id = IdOf<routing::TicketId>("forgotten");
  resolved.cycle = 1;
  resolved.what = routing::TicketResolved{};
  const auto sequence = static_cast<std::int64_t>(told.size()) + 1;
  told.emplace(sequence, resolved);
  EXPECT_EQ(run.Violated(), Ids{}) << "not passed yet";
  run.evidence.heard_by_followup[run.tickets] = sequence;
  EXPECT_EQ(run.Violated(), Ids{"F4"});
}

TEST(VerifyFollowup, ALoopWithoutAResolutionIsNamed) {
  FollowedRun run;
  std::erase_if(run.evidence.told.at(run.tickets), [&](const auto& entry) {
    return std::holds_alternative<routing::TicketResolved>(entry.second.what) &&
           entry.second.ticket_id.uuid() == run.happy.ticket_id.uuid();
  });
  EXPECT_EQ(run.Violated(), Ids{"F4"});
}

TEST(VerifyFollowup, AnAbsentTimerAndAnIdleOneAreNamed) {
  FollowedRun run;
  const auto found = std::find_if(
      run.evidence.followup_timers.begin(), run.evidence.followup_timers.end(),
      [](const TimerRow& row) { return row.timer.name.find("/remind") != std::string::npos; });
  ASSERT_NE(found, run.evidence.followup_timers.end());
  TimerRow timer = *found;
  run.evidence.followup_timers.erase(found);
  EXPECT_EQ(run.Violated(), Ids{"F5"});
  ++timer.timer.version;
  run.evidence.followup_timers.push_back(timer);
  EXPECT_EQ(run.Violated(), Ids{"F5"});
}

TEST(VerifyFollowup, ATimerThatNobodyFiredIsNamedAfterTheLateness) {
  FollowedRun run;
  Timestamp first = Timestamp::max();
  for (const TimerRow& row : run.evidence.followup_timers) {
    first = std::min(first, row.timer.due_time);
  }
  run.evidence.cut_time = first + Duration(10'000);
  EXPECT_EQ(run.Violated(), Ids{});
  run.evidence.cut_time += Duration(1);
  EXPECT_EQ(run.Violated(), Ids{"F6"});
}

TEST(VerifyEffects, APromisedEffectThatIsAbsentIsNamed) {
  for (const char* purpose : {followup::kSurvey, followup::kReply, followup::kFeedback}) {
    FollowedRun run;
    const auto effect_id = run.effect(purpose).effect_id;
    std::erase_if(run.evidence.effects,
                  [&](const EffectRow& row) { return row.effect_id == effect_id; });
    EXPECT_TRUE(run.Names("E1")) << purpose;
  }
}

TEST(VerifyEffects, AnEffectThatNoFactPromisedIsNamed) {
  FollowedRun run;
  run.effect(followup::kReply).effect.parameters["reply_version"] = "99";
  EXPECT_TRUE(run.Names("E1"));
}

TEST(VerifyEffects, AResultThatTheFactsDoNotHaveIsNamed) {
  for (const auto state : {EffectState::kPending, EffectState::kFailed, EffectState::kUnknown}) {
    FollowedRun run;
    run.effect(followup::kReply).state = state;
    EXPECT_EQ(run.Violated(), Ids{"E2"});
  }
  FollowedRun run;
  run.effect(followup::kSurvey).state = EffectState::kSending;
  EXPECT_EQ(run.Violated(), Ids{"E2"});
}

TEST(VerifyEffects, ALostResultIsNamed) {
  FollowedRun run;
  auto& own = run.evidence.followed.at(run.loops);
  own.erase(run.said<followup::SurveySent>().first);
  EXPECT_TRUE(run.Names("F1"));
  FollowedRun other;
  const auto loop_id = followup::LoopOf(other.asked.ticket_id, 1);
  std::erase_if(other.evidence.followed.at(other.loops), [&](const auto& entry) {
    return entry.second.loop_id == loop_id &&
           std::holds_alternative<followup::SurveySent>(entry.second.what);
  });
  EXPECT_TRUE(other.Names("E2"));
}

TEST(VerifyEffects, TwoEffectsOfOneCauseAreNamed) {
  for (const char* purpose : {followup::kSurvey, followup::kReply, followup::kFeedback}) {
    FollowedRun run;
    EffectRow twin = run.effect(purpose);
    twin.effect_id = IdOf<EffectId>("twin");
    twin.message_id = "<twin>";
    run.evidence.effects.push_back(twin);
    EXPECT_EQ(run.Violated(), Ids{"B22"}) << purpose;
  }
}

TEST(VerifyEffects, AMessageIdOfTwoEffectsIsNamed) {
  FollowedRun run;
  run.evidence.effects.front().message_id = run.evidence.effects.back().message_id;
  EXPECT_EQ(run.Violated(), Ids{"B22"});
}

TEST(VerifyEffects, OneWhoOptedOutAndIsAskedIsNamed) {
  FollowedRun run;
  followup::Fact opted = run.said<followup::ContactPreferenceChanged>().second;
  opted.ticket.customer_id = run.asked.customer_id;
  opted.recorded_time = At(0, 11);
  run.evidence.followed.at(run.loops).emplace(1'000, opted);
  EXPECT_EQ(run.Violated(), Ids{"B23"});
}

TEST(VerifyAnswers, ASecondAnswerIsNamed) {
  FollowedRun run;
  auto& own = run.evidence.followed.at(run.loops);
  own.emplace(1'000, run.said<followup::SurveyAnswered>().second);
  EXPECT_TRUE(run.Names("B24"));
}

TEST(VerifyAnswers, AVerdictWithoutItsAnswerIsNamed) {
  FollowedRun run;
  run.said<followup::SurveyAnswered>().second.what = followup::LoopClosed{};
  EXPECT_TRUE(run.Names("B24"));
}

TEST(VerifyAnswers, ABadAnswerThatReopenedNothingIsNamedOncePassed) {
  FollowedRun run;
  std::erase_if(run.evidence.told.at(run.tickets), [](const auto& entry) {
    return std::holds_alternative<routing::TicketReopened>(entry.second.what);
  });
  EXPECT_EQ(run.Violated(), Ids{"A1"});
  run.evidence.heard_by_routing.clear();
  EXPECT_FALSE(run.Names("A1"));
}

TEST(VerifyAnswers, AReopeningBySurveyWithoutABadAnswerIsNamed) {
  FollowedRun run;
  auto& answered = run.said<followup::SurveyAnswered>().second;
  std::get<followup::SurveyAnswered>(answered.what).reopen = false;
  EXPECT_EQ(run.Violated(), Ids{"A1"});
}

TEST(VerifyAnswers, WordsThatIngestDoesNotHaveAreNamed) {
  FollowedRun run;
  run.evidence.registered.clear();
  EXPECT_EQ(run.Violated(), Ids{"A2"});
}

TEST(VerifyAnswers, WordsThatWentToAnotherTicketAreNamed) {
  FollowedRun run;
  run.evidence.dispositions[run.words()] = {DispositionKind::kOpened, run.words()};
  EXPECT_EQ(run.Violated(), Ids{"A2"});
  run.evidence.dispositions[run.words()] = {DispositionKind::kRecorded, {}};
  EXPECT_EQ(run.Violated(), Ids{}) << "words that ask for no work";
}

}  // namespace
}  // namespace recourse::ctl::verify
