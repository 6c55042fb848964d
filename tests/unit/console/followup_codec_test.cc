#include "services/console/adapters/followup_codec.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "recourse/followup/v1/followup_service.pb.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = followup::v1;

TEST(SurveyOfTest, TakesWhatThePageNeeds) {
  wire::GetSurveyResponse from;
  from.set_state(wire::SURVEY_STATE_OPEN);
  from.set_ticket_number("26-004217");
  from.set_language("en");
  from.mutable_questions()->set_nps(true);
  from.mutable_expire_time()->set_seconds(1'772'503'200);
  const Survey survey = SurveyOf(from);
  EXPECT_EQ(survey.state, SurveyState::kOpen);
  EXPECT_EQ(survey.ticket_number, "26-004217");
  EXPECT_EQ(survey.language, SurveyLanguage::kEn);
  EXPECT_TRUE(survey.questions.nps);
  EXPECT_FALSE(survey.questions.csat);
  EXPECT_EQ(survey.expire_time, Timestamp(std::chrono::seconds(1'772'503'200)));
}

TEST(SurveyOfTest, KnowsEveryState) {
  const std::map<wire::SurveyState, SurveyState> states = {
      {wire::SURVEY_STATE_UNSPECIFIED, SurveyState::kNotIssued},
      {wire::SURVEY_STATE_OPEN, SurveyState::kOpen},
      {wire::SURVEY_STATE_ANSWERED, SurveyState::kAnswered},
      {wire::SURVEY_STATE_EXPIRED, SurveyState::kExpired},
      {wire::SURVEY_STATE_WITHDRAWN, SurveyState::kWithdrawn}};
  EXPECT_EQ(states.size(), static_cast<std::size_t>(wire::SurveyState_ARRAYSIZE));
  for (const auto& [from, to] : states) {
    wire::GetSurveyResponse response;
    response.set_state(from);
    EXPECT_EQ(SurveyOf(response).state, to);
  }
}

TEST(ToWireTest, SaysAScoreOfZeroAndLeavesOutWhatWasNotSaid) {
  wire::Scores scores;
  ToWire({.nps = 0, .put_right = false}, scores);
  EXPECT_TRUE(scores.has_nps());
  EXPECT_EQ(scores.nps(), 0);
  EXPECT_TRUE(scores.has_put_right());
  EXPECT_FALSE(scores.has_csat());
  EXPECT_FALSE(scores.has_ces());
}

TEST(FaultOfSlugTest, SaysAtWhichQuestionACustomerCanMendIt) {
  EXPECT_EQ(FaultOfSlug("answer-empty", "")->kind, SurveyFault::Kind::kEmpty);
  EXPECT_EQ(FaultOfSlug("score-out-of-range", "nps"),
            (SurveyFault{"nps", SurveyFault::Kind::kOutOfRange}));
  EXPECT_EQ(FaultOfSlug("words-too-long", "")->field, "words");
  EXPECT_FALSE(FaultOfSlug("survey-expired", ""));
  EXPECT_EQ(StateOfSlug("survey-expired"), SurveyState::kExpired);
  EXPECT_EQ(StateOfSlug("survey-already-answered"), SurveyState::kAnswered);
  EXPECT_FALSE(StateOfSlug("answer-empty"));
}

TEST(SetStateTest, TakesTheWordsOfTheContractAndNoOther) {
  wire::ListLoopsRequest loops;
  EXPECT_TRUE(SetState("asked", loops));
  EXPECT_EQ(loops.state(), wire::LOOP_STATE_ASKED);
  EXPECT_TRUE(SetVerdict("heard_bad", loops));
  EXPECT_EQ(loops.verdict(), wire::VERDICT_HEARD_BAD);
  EXPECT_TRUE(SetWay("call", loops));
  EXPECT_EQ(loops.way(), wire::SURVEY_WAY_CALL);
  EXPECT_TRUE(SetState("", loops));
  EXPECT_EQ(loops.state(), wire::LOOP_STATE_UNSPECIFIED);
  for (const char* word : {"ASKED", "unspecified", "open", "a sked", "asked ", "2"}) {
    EXPECT_FALSE(SetState(word, loops)) << word;
  }
  wire::ListDeliveriesRequest deliveries;
  EXPECT_TRUE(SetState("to_tell", deliveries));
  EXPECT_EQ(deliveries.state(), wire::DELIVERY_STATE_TO_TELL);
}

TEST(LoopJsonTest, TellsAScoreOfZeroAndNoScoreThatWasNotGiven) {
  wire::Loop loop;
  loop.set_loop_id("l1");
  loop.set_way(wire::SURVEY_WAY_CALL);
  loop.mutable_standing()->set_state(wire::LOOP_STATE_CLOSED);
  loop.mutable_standing()->set_verdict(wire::VERDICT_HEARD_BAD);
  loop.mutable_scores()->set_nps(0);
  const auto json = MessageJson(loop);
  EXPECT_EQ(boost::json::serialize(json.at("scores")), R"({"nps":0})");
  EXPECT_EQ(json.at("way").as_string(), "call");
  EXPECT_EQ(json.at("standing").at("verdict").as_string(), "heard_bad");
  EXPECT_EQ(json.at("standing").at("reason").as_string(), "unspecified");
  EXPECT_FALSE(json.contains("ask_time"));
}

}  // namespace
}  // namespace recourse::console
