#include <gtest/gtest.h>

#include "services/routing/domain/sla/promises.h"
#include "tests/support/sla/clocks.h"

// What a conversation does to a ticket's clocks, and which standard holds: cases by their ids.
namespace recourse::routing::sla {
namespace {

PromiseRules Rules() {
  return {.targets = {{ClockKind::kFirstResponse, Duration(30min)},
                      {ClockKind::kNextResponse, Duration(30min)},
                      {ClockKind::kResolution, Duration(8h)}}};
}

class Talk {
 public:
  explicit Talk(PromiseRules rules = Rules()) : rules_(std::move(rules)) {}
  template <typename What>
  Talk& At(const std::string& time, What what) {
    promises_ = Heed(promises_, {T(time), what}, rules_);
    return *this;
  }
  // "met Tue 10:30" of one clock; "none" when there is none.
  std::string Of(ClockKind kind, int cycle, const std::string& until) const {
    const auto found = promises_.clocks.find({kind, cycle});
    return found == promises_.clocks.end() ? "none" : VerdictOf(found->second, until);
  }
  Outcome Judged(ClockKind kind, int cycle, const std::string& until) const {
    return sla::Judged(promises_.clocks.at({kind, cycle}), until);
  }
  const Promises& promises() const { return promises_; }

 private:
  PromiseRules rules_;
  Promises promises_;
};

constexpr auto kFirst = ClockKind::kFirstResponse;
constexpr auto kNext = ClockKind::kNextResponse;
constexpr auto kResolution = ClockKind::kResolution;

Talk Opened1000() { return Talk().At("10:00", Opened{"SH", "b1"}); }

TEST(SlaClockTest, E39_AWaitDoesNotStopTheFirstResponse) {
  Talk talk = Opened1000().At("10:05", Waiting{"customer"});
  EXPECT_EQ(talk.Of(kFirst, 1, "10:31"), "missed Tue 10:30");
  EXPECT_EQ(talk.Of(kResolution, 1, "10:31"), "paused none");
  PromiseRules rules = Rules();
  rules.pausable.insert(kFirst);
  Talk pausable = Talk(rules).At("10:00", Opened{"SH"}).At("10:05", Waiting{"customer"});
  EXPECT_EQ(pausable.Of(kFirst, 1, "10:31"), "paused none");
}
TEST(SlaClockTest, E68_TheOldestQuestionRuns) {
  Talk talk = Talk().At("09:00", Opened{"SH"}).At("09:10", Answered{});
  talk.At("10:00", CustomerWrote{}).At("10:20", CustomerWrote{});
  EXPECT_EQ(talk.Of(kNext, 1, "10:25"), "running Tue 10:30");
  EXPECT_EQ(LastCycle(talk.promises(), kNext), 1);
}
TEST(SlaClockTest, E69_AnsweredAndSilent) {
  Talk talk = Talk().At("09:00", Opened{"SH"}).At("09:10", Answered{});
  EXPECT_EQ(LastCycle(talk.promises(), kNext), 0);
  talk.At("10:00", CustomerWrote{}).At("10:10", Answered{});
  EXPECT_EQ(talk.Of(kNext, 1, "18:00"), "met Tue 10:30");
  EXPECT_EQ(LastCycle(talk.promises(), kNext), 1);
}
TEST(SlaClockTest, E70_ThanksAfterTheResolution) {
  Talk talk = Opened1000().At("10:10", Resolved{});
  talk.At("11:00", CustomerWrote{.courtesy = true});
  EXPECT_EQ(LastCycle(talk.promises(), kNext), 0);
  EXPECT_TRUE(talk.promises().resolved);
}
TEST(SlaClockTest, E71_ReopenedByAReply) {
  Talk talk = Opened1000().At("10:10", Resolved{}).At("11:00", CustomerWrote{});
  EXPECT_EQ(talk.Of(kFirst, 1, "18:00"), "met Tue 10:30");
  EXPECT_EQ(LastCycle(talk.promises(), kFirst), 1);
  EXPECT_EQ(talk.Of(kNext, 1, "11:00"), "running Tue 11:30");
  EXPECT_EQ(talk.Of(kResolution, 1, "18:00"), "met Tue 18:00");
  EXPECT_EQ(talk.Of(kResolution, 2, "11:00"), "running Wed 10:00");
}
TEST(SlaClockTest, E72_ReopenedByASurveyAtNight) {
  Talk talk = Opened1000().At("10:10", Resolved{}).At("23:00", Reopened{});
  EXPECT_EQ(talk.Of(kNext, 1, "23:00"), "running Wed 09:30");
}
TEST(SlaClockTest, E73_ReopenedAfterABotResolved) {
  Talk talk = Talk().At("Mon 10:00", Opened{"SH"});
  talk.At("Mon 10:01", Answered{.by_person = false});
  talk.At("Mon 10:01", Resolved{.told_by_person = false});
  talk.At("Fri 10:00", CustomerWrote{}).At("Fri 10:10", Answered{});
  EXPECT_EQ(talk.Judged(kNext, 1, "Fri 12:00").consumed, 10min);
  EXPECT_EQ(talk.Judged(kFirst, 1, "Fri 12:00").consumed, 1min);  // it ended with the resolution
}
TEST(SlaClockTest, E74_ResolvedBeforeAnyAnswer) {
  EXPECT_EQ(Opened1000().At("10:10", Resolved{true}).Of(kFirst, 1, "18:00"), "met Tue 10:30");
  EXPECT_EQ(Opened1000().At("10:10", Resolved{false}).Of(kFirst, 1, "18:00"), "missed Tue 10:10");
  PromiseRules lenient = Rules();
  lenient.unanswered = PromiseRules::Unanswered::kCancel;
  Talk talk = Talk(lenient).At("10:00", Opened{"SH"}).At("10:10", Resolved{false});
  EXPECT_EQ(talk.Of(kFirst, 1, "18:00"), "cancelled Tue 10:30");
}
TEST(SlaClockTest, E75_AnAutomaticReplyIsNoResponse) {
  Talk talk = Opened1000().At("10:00:05", Answered{.by_person = false});
  EXPECT_EQ(talk.Of(kFirst, 1, "10:31"), "missed Tue 10:30");
}
TEST(SlaClockTest, E76_TheCallThatWasTakenCounts) {
  // The call of 10:10 rang out: nobody was answered, and nothing is heard of it here.
  Talk talk = Opened1000().At("10:28", Answered{});
  EXPECT_EQ(talk.Of(kFirst, 1, "18:00"), "met Tue 10:30");
  EXPECT_EQ(talk.Judged(kFirst, 1, "18:00").consumed, 28min);
}
TEST(SlaClockTest, E89_MergedAndUnmerged) {
  Talk survivor = Opened1000();
  Talk other = Talk().At("10:12", Opened{"SH"}).At("10:15", Merged{});
  EXPECT_EQ(survivor.Of(kFirst, 1, "10:15"), "running Tue 10:30");
  EXPECT_EQ(other.Of(kFirst, 1, "11:00"), "cancelled Tue 10:42");
  other.At("10:20", Unmerged{});
  EXPECT_EQ(other.Of(kFirst, 1, "10:40"), "running Tue 10:42");
  EXPECT_EQ(other.Of(kFirst, 1, "10:43"), "missed Tue 10:42");
}
TEST(SlaClockTest, E90_Split) {
  // The child on the same issue inherits the start, on a new issue it has its own.
  EXPECT_EQ(Talk().At("10:00", Opened{"SH"}).Of(kFirst, 1, "10:20"), "running Tue 10:30");
  EXPECT_EQ(Talk().At("10:20", Opened{"SH"}).Of(kFirst, 1, "10:20"), "running Tue 10:50");
}
TEST(SlaClockTest, E91_SpamIsExcluded) {
  Talk talk = Opened1000().At("10:40", Excluded{"lin", "spam"});
  EXPECT_TRUE(talk.Judged(kFirst, 1, "11:00").excluded);
  EXPECT_EQ(talk.Of(kFirst, 1, "11:00"), "missed Tue 10:30");  // kept in the log
  EXPECT_TRUE(talk.Judged(kResolution, 1, "11:00").excluded);
}
TEST(PromisesTest, AnInternalClockRunsForEachHolder) {
  PromiseRules rules = Rules();
  rules.targets[ClockKind::kInternal] = Duration(15min);
  Talk talk = Talk(rules).At("10:00", Opened{"SH", "a"}).At("10:20", HandedOver{"SH", "b"});
  EXPECT_EQ(talk.Of(ClockKind::kInternal, 1, "11:00"), "missed Tue 10:15");
  EXPECT_EQ(talk.Of(ClockKind::kInternal, 2, "10:20"), "running Tue 10:35");
  EXPECT_EQ(talk.Of(kFirst, 1, "10:20"), "running Tue 10:30");  // nothing restarts for the customer
}
TEST(PromisesTest, EachUpdateStartsTheNext) {
  PromiseRules rules = Rules();
  rules.targets[ClockKind::kPeriodicUpdate] = Duration(2h);
  Talk talk = Talk(rules).At("10:00", Opened{"SH"}).At("11:00", Answered{});
  EXPECT_EQ(talk.Of(ClockKind::kPeriodicUpdate, 1, "18:00"), "met Tue 12:00");
  EXPECT_EQ(talk.Of(ClockKind::kPeriodicUpdate, 2, "11:00"), "running Tue 13:00");
  talk.At("12:00", Resolved{});
  EXPECT_EQ(talk.Of(ClockKind::kPeriodicUpdate, 3, "12:00"), "none");
}

Standard Named(const std::string& id, int priority, std::map<std::string, std::set<std::string>> on,
               Duration target = 30min) {
  return {id, priority, std::move(on), {{kFirst, target}}, {}};
}

TEST(SlaClockTest, E50_NewOnly) {
  // A running clock keeps what it started with until a change is applied to it.
  EXPECT_EQ(VerdictOf({Start("10:00", 30min)}, "10:25"), "running Tue 10:30");
}
TEST(SlaClockTest, E51_ApplyToOpenCountsTheMissesAtOnce) {
  std::vector<OpenClock> open;
  for (int i = 0; i < 1000; ++i) {
    open.push_back({"c" + std::to_string(i),
                    kFirst,
                    {},
                    {{T("10:00") + i * 1s, Started{"SH", Duration(30min)}}}});
  }
  // At 10:25 those of 10:00 to 10:04:59 have more than 20 minutes behind them.
  const auto changes = Changes(open, {Named("s", 0, {}, 20min)}, {}, Known(), T("10:25"));
  EXPECT_EQ(changes.size(), 1000u);
  EXPECT_EQ(std::count_if(changes.begin(), changes.end(),
                          [](const Change& change) { return change.misses_at_once; }),
            300);
}
TEST(SlaClockTest, E52_TwoPoliciesMatch) {
  std::vector<Standard> standards = {Named("b", 5, {{"category", {"card"}}}),
                                     Named("a", 5, {{"category", {"card"}}}), Named("c", 9, {}),
                                     Named("d", 1, {{"category", {"card"}}, {"severity", {"4"}}})};
  const Fields card = {{"category", "card"}, {"severity", "2"}};
  const Fields grave = {{"category", "card"}, {"severity", "4"}};
  std::sort(standards.begin(), standards.end(),
            [](const auto& x, const auto& y) { return x.standard_id < y.standard_id; });
  do {
    EXPECT_EQ(Select(standards, card).standard->standard_id, "a");
    EXPECT_EQ(Select(standards, grave).standard->standard_id, "d");
    EXPECT_EQ(Select(standards, {}).standard->standard_id, "c");
  } while (std::next_permutation(
      standards.begin(), standards.end(),
      [](const auto& x, const auto& y) { return x.standard_id < y.standard_id; }));
  EXPECT_EQ(Select(standards, grave).reason, "d: category is card, severity is 4; priority 1");
}
TEST(SlaClockTest, E53_NoPolicyMatchesAnyMore) {
  const std::vector<OpenClock> open = {{"c1", kFirst, {{"category", "card"}}, {Start("10:00")}}};
  const std::vector<Standard> standards = {Named("s", 0, {{"category", {"loan"}}})};
  const auto changes = Changes(open, standards, {}, Known(), T("10:10"));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].event, (ClockEvent{T("10:10"), Cancelled{"policy_change"}}));
  auto events = open[0].events;
  events.push_back(changes[0].event);
  EXPECT_EQ(VerdictOf(events, "11:00"), "cancelled Tue 10:30");
  EXPECT_TRUE(Judged(events, "11:00").excluded);
  EXPECT_TRUE(
      Changes(open, standards, {.unmatched = ChangeRules::Unmatched::kKeep}, Known(), T("10:10"))
          .empty());
}
// Of a term of days no share can be carried, and hours do not become days.
TEST(SlaClockTest, WhatChangesMakeOfAClockCanBeFolded) {
  const StatutoryDays fifteen{15}, thirty{30};
  const std::vector<OpenClock> open = {
      {"c1", ClockKind::kStatutory, {}, {{T("10:00"), Started{"SH", fifteen}}}},
      {"c2", kFirst, {}, {Start("10:00")}}};
  Standard standard = Named("s", 0, {});
  standard.targets = {{ClockKind::kStatutory, thirty}, {kFirst, fifteen}};
  const auto changes =
      Changes(open, {standard}, {.mode = RetargetMode::kCarryShare}, Known(), T("10:10"));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].clock_id, "c1");
  EXPECT_EQ(std::get<Retargeted>(changes[0].event.what).mode, RetargetMode::kRetroactive);
}

TEST(SlaClockTest, WhatAnotherStandardPromisesBesidesBeginsWithIt) {
  PromiseRules rules;
  rules.targets = {{kFirst, Duration(30min)}};
  Promises promises = Heed({}, {T("10:00"), Opened{"SH"}}, rules);
  promises = Heed(std::move(promises), {T("10:10"), Answered{}}, rules);
  rules.targets[ClockKind::kResolution] = Duration(4h);
  promises = Heed(std::move(promises), {T("10:20"), Repromised{}}, rules);
  EXPECT_EQ(promises.clocks.size(), 2u) << "what was answered is not owed again";
  EXPECT_EQ(promises.clocks.at({ClockKind::kResolution, 1}).front().time, T("10:20"));
  EXPECT_EQ(Heed(promises, {T("10:30"), Repromised{}}, rules), promises);
}

}  // namespace
}  // namespace recourse::routing::sla
