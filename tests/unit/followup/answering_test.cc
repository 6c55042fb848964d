#include <gtest/gtest.h>

#include "tests/support/followup_values.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

const Ticket kTicket = TicketOf("t1", "c1");
const Ticket kCalled = TicketOf("t1", "c1", "phone");

Course Asked() {
  Course course;
  course.AskAbout(kTicket, At(0, 10));
  return course;
}

// A call-back that may be made from 12:00 on.
Course ToCall() {
  Course course;
  course.AskAbout(kCalled, At(0, 10));
  return course;
}
Decision Call(Course& course, Timestamp now, const std::string& agent = "anna") {
  return course.Tell(StartCall{FileOf(kCalled), LoopOf(kCalled.ticket_id, 1), AgentId(agent)}, now);
}
Decision HangUp(Course& course, Timestamp now, bool unreached) {
  return course.Tell(
      EndCall{FileOf(kCalled), LoopOf(kCalled.ticket_id, 1), AgentId("anna"), unreached}, now);
}
std::string SlugOf(const Decision& decision) {
  return decision.refusal ? decision.refusal->slug : "";
}

TEST(AnswerTest, AGoodOneClosesTheLoopAsHeard) {
  Course course = Asked();
  EXPECT_FALSE(course.AnswerTo(kTicket, Csat(5), At(1, 9)).refusal.has_value());
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kHeardGood);
  const auto& answered = std::get<SurveyAnswered>(course.facts.back().what);
  EXPECT_FALSE(answered.reopen);
  EXPECT_EQ(course.facts.back().durations_ended.front(),
            (EndedDuration{"answer", (At(1, 9) - At(0, 12) - 1ms).count()}));
}

TEST(AnswerTest, ABadOneAsksRoutingToReopen) {
  Course course = Asked();
  const auto decision = course.AnswerTo(kTicket, {1, 3, {}, false}, At(1, 9));
  EXPECT_TRUE(decision.answer.reopens);
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kHeardBad);
  const auto& answered = std::get<SurveyAnswered>(course.facts.back().what);
  EXPECT_TRUE(answered.reopen);
  EXPECT_EQ(answered.bad_scores, (std::vector<std::string>{"csat", "put_right"}));
  EXPECT_EQ(answered.recovery_after, Recovery::kUnhappy);
}

TEST(AnswerTest, CarriesTheDimensionsOfTheResolution) {
  Course course = Asked();
  course.AnswerTo(kTicket, Csat(5), At(1, 9));
  EXPECT_EQ(course.facts.back().ticket.dimensions, kTicket.dimensions);
}

TEST(AnswerTest, TheSameAgainIsAnsweredAsItWasAndSaysNothingNew) {
  Course course = Asked();
  const auto first = course.AnswerTo(kTicket, Csat(1), At(1, 9), "nobody called");
  const auto facts = course.facts.size();
  const auto again = course.AnswerTo(kTicket, Csat(1), At(2, 9), "nobody called");
  EXPECT_EQ(again.answer, first.answer);
  EXPECT_FALSE(again.refusal.has_value());
  EXPECT_EQ(course.facts.size(), facts);
  EXPECT_EQ(course.Count(kFeedback), 1);
}

TEST(AnswerTest, AnotherAnswerIsRefusedAndTheFirstStands) {
  Course course = Asked();
  course.AnswerTo(kTicket, Csat(1), At(1, 9));
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), At(1, 10))), "survey-already-answered");
  EXPECT_EQ(course.LoopIn(kTicket).heard->scores.csat, 1);
}

TEST(AnswerTest, WordsGoToIngestOnceAsFeedbackAboutTheTicketAndNotIntoTheFact) {
  Course course = Asked();
  course.AnswerTo(kTicket, Csat(1), At(1, 9), "nobody called");
  const Effect& words = *course.Last(kFeedback);
  EXPECT_EQ(words.endpoint, kIngestEndpoint);
  EXPECT_EQ(words.parameters.at("text"), "nobody called");
  EXPECT_EQ(words.parameters.at("about_ticket_id"), ToString(kTicket.ticket_id));
  EXPECT_EQ(words.parameters.at("external_id"), ToString(LoopOf(kTicket.ticket_id, 1)));
  EXPECT_TRUE(std::get<SurveyAnswered>(course.facts.back().what).has_words);
}

TEST(AnswerTest, AtTheLastInstantItCountsAndAMillisecondLaterNot) {
  Course course = Asked();
  const Timestamp last = *course.LoopIn(kTicket).expire_time;
  Course late = course;
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), last)), "");
  EXPECT_EQ(SlugOf(late.AnswerTo(kTicket, Csat(5), last + 1ms)), "survey-expired");
}

TEST(AnswerTest, ASurveyThatNeverWasOrIsNotIssuedYetTakesNone) {
  Course course;
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), At(0, 9))), "survey-unknown");
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), At(0, 11))), "survey-not-issued");
}

TEST(AnswerTest, AfterTheReopeningItIsWithdrawn) {
  Course course = Asked();
  course.Tell(FactOf(kTicket, Reopening{}, 11, At(1, 9)), At(1, 9));
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), At(1, 10))), "survey-withdrawn");
}

TEST(AnswerTest, MayComeBeforeAnybodySaidThatTheMailArrived) {
  Course course;
  course.Tell(Resolved(kTicket, At(0, 10)), At(0, 10));
  course.Tell(AskTimePassed{FileOf(kTicket), LoopOf(kTicket.ticket_id, 1)}, At(0, 13));
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, Csat(5), At(0, 14))), "");
  course.Conclude(kSurvey, EffectOutcome::kUnknown, At(0, 15));
  EXPECT_EQ(course.LoopIn(kTicket).verdict, Verdict::kHeardGood);
  EXPECT_EQ(course.File(kTicket).contacts.size(), 1u);
}

TEST(AnswerTest, IsJudgedByTheQuestionsThatWereAsked) {
  Course course = Asked();
  course.policy.survey.questions.nps = false;  // changed since
  EXPECT_EQ(SlugOf(course.AnswerTo(kTicket, {5, 9, {}, {}}, At(1, 9))), "");
}

TEST(AnswerTest, AGoodAnswerToTheNextCycleIsARecovery) {
  Course course = Asked();
  course.AnswerTo(kTicket, Csat(1), At(1, 9));
  Ticket again = kTicket;
  again.cycle = 2;
  course.AskAbout(again, At(2, 10));
  course.AnswerTo(again, Csat(5), At(3, 9));
  const auto& answered = std::get<SurveyAnswered>(course.facts.back().what);
  EXPECT_EQ(answered.recovery_before, Recovery::kUnhappy);
  EXPECT_EQ(answered.recovery_after, Recovery::kRecovered);
}

TEST(AnswerTest, NobodyWritesDownTheAnswerAboutHisOwnWork) {
  Course course = Asked();
  const Answer by_phone{Csat(5), "", AnswerVia::kPhone, AgentId("dora")};
  const SubmitAnswer event{FileOf(kTicket), LoopOf(kTicket.ticket_id, 1), by_phone};
  EXPECT_EQ(SlugOf(course.Tell(event, At(1, 9))), "own-ticket");
  course.policy.survey.own_tickets = true;
  EXPECT_EQ(SlugOf(course.Tell(event, At(1, 9))), "");
}

TEST(CallTest, IsTheContactThatTheBudgetCounts) {
  Course course = ToCall();
  EXPECT_TRUE(course.File(kCalled).contacts.empty());
  EXPECT_EQ(SlugOf(Call(course, At(0, 13))), "");
  EXPECT_EQ(course.File(kCalled).contacts.size(), 1u);
}

TEST(CallTest, ASpentBudgetForbidsIt) {
  Course course = ToCall();
  course.AskAbout(TicketOf("t2", "c1"), At(0, 10));
  course.AskAbout(TicketOf("t3", "c1"), At(0, 10));
  EXPECT_EQ(SlugOf(Call(course, At(0, 13))), "contact-budget-spent");
}

TEST(CallTest, QuietHoursForbidItAndSayUntilWhen) {
  Course course = ToCall();
  const auto decision = Call(course, At(0, 21));
  EXPECT_EQ(SlugOf(decision), "quiet-hours");
  EXPECT_EQ(decision.refusal->parameters.at("until"),
            std::to_string(At(1, 8).time_since_epoch().count()));
}

TEST(CallTest, SaidTwiceItIsOneCallAndTwoAgentsDoNotCallAtOnce) {
  Course course = ToCall();
  Call(course, At(0, 13));
  EXPECT_EQ(SlugOf(Call(course, At(0, 13, 1))), "");
  EXPECT_EQ(course.LoopIn(kCalled).call_count, 1);
  EXPECT_EQ(SlugOf(Call(course, At(0, 13, 2), "ben")), "call-under-way");
  EXPECT_EQ(SlugOf(Call(course, At(0, 14, 1), "ben")), "");  // anna forgot to hang up
}

TEST(CallTest, TwoCallsAreEnough) {
  Course course = ToCall();
  course.policy.survey.budget.most = 5;
  for (int hour = 13; hour < 15; ++hour) {
    Call(course, At(0, hour));
    EXPECT_EQ(SlugOf(HangUp(course, At(0, hour, 1), true)), "");
  }
  EXPECT_EQ(SlugOf(Call(course, At(0, 16))), "calls-spent");
  EXPECT_EQ(course.LoopIn(kCalled).state, LoopState::kAsked);
}

TEST(CallTest, WhoWouldNotAnswerIsUnheard) {
  Course course = ToCall();
  EXPECT_EQ(SlugOf(HangUp(course, At(0, 13), false)), "call-not-started");
  Call(course, At(0, 13));
  HangUp(course, At(0, 13, 2), false);
  EXPECT_EQ(course.LoopIn(kCalled).verdict, Verdict::kUnheard);
  EXPECT_EQ(course.LoopIn(kCalled).reason, LoopReason::kDeclined);
}

TEST(CallTest, OnlyACallBackIsCalledAndNotByWhoResolvedIt) {
  Course asked = Asked();
  EXPECT_EQ(
      SlugOf(asked.Tell(StartCall{FileOf(kTicket), LoopOf(kTicket.ticket_id, 1), AgentId("anna")},
                        At(0, 14))),
      "call-not-asked");
  Course course = ToCall();
  EXPECT_EQ(SlugOf(Call(course, At(0, 13), "dora")), "own-ticket");
}

TEST(PreferenceTest, IsSaidOnceAndByWhom) {
  Course course;
  const SetContactPreference refuses{FileOf(kTicket), kTicket.customer_id, false, AgentId("anna")};
  course.Tell(refuses, At(0, 9));
  course.Tell(refuses, At(0, 10));
  ASSERT_EQ(course.facts.size(), 1u);
  EXPECT_EQ(std::get<ContactPreferenceChanged>(course.facts[0].what),
            (ContactPreferenceChanged{false, AgentId("anna")}));
  EXPECT_EQ(course.facts[0].ticket.customer_id, kTicket.customer_id);
}

}  // namespace
}  // namespace recourse::followup
