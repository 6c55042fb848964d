#include "services/console/adapters/command_codec.h"

#include <gtest/gtest.h>

#include "recourse/classify/v1/classify_service.pb.h"
#include "recourse/followup/v1/followup_service.pb.h"
#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/common/process/json.h"

namespace recourse::console {
namespace {

namespace wire = routing::v1;

template <typename Request>
std::string Read(const std::string& text, Request& out) {
  const auto parsed = ParseJsonObject(text);
  EXPECT_TRUE(std::holds_alternative<boost::json::object>(parsed)) << text;
  const auto fault = ReadCommand(std::get<boost::json::object>(parsed), "t1", out);
  return fault ? fault->slug + " " + fault->field : "taken";
}

TEST(ReadCommandTest, TakesEveryFieldUnderItsOwnName) {
  wire::ReplyTicketRequest reply;
  EXPECT_EQ(Read(R"({"request_id": "r1", "seen_version": 7, "text": "您好",
                     "told_time": "2026-03-03T10:00:00+08:00"})",
                 reply),
            "taken");
  EXPECT_EQ(reply.request_id(), "r1");
  EXPECT_EQ(reply.ticket_id(), "t1");
  EXPECT_EQ(reply.seen_version(), 7);
  EXPECT_EQ(reply.text(), "您好");
  EXPECT_EQ(reply.told_time().seconds(), 1'772'503'200);
  wire::JudgeReturnRequest judge;
  EXPECT_EQ(Read(R"({"justified": true, "reason": "x", "branch_id": "b1"})", judge), "taken");
  EXPECT_TRUE(judge.justified());
  EXPECT_EQ(judge.branch_id(), "b1");
}

TEST(ReadCommandTest, TakesAWordForAnEnumAndNoOther) {
  classify::v1::CorrectClassificationRequest correct;
  EXPECT_EQ(
      Read(R"({"type": "praise", "severity": "high", "sentiment": 0, "confirmed": true})", correct),
      "taken");
  EXPECT_EQ(correct.type(), classify::v1::FEEDBACK_TYPE_PRAISE);
  EXPECT_EQ(correct.severity(), classify::v1::SEVERITY_HIGH);
  EXPECT_TRUE(correct.has_sentiment());
  EXPECT_TRUE(correct.confirmed());
  correct.Clear();
  EXPECT_EQ(Read(R"({"category": "card"})", correct), "taken");
  EXPECT_EQ(correct.type(), classify::v1::FEEDBACK_TYPE_UNSPECIFIED);
  EXPECT_FALSE(correct.has_sentiment());
  EXPECT_EQ(Read(R"({"type": "rant"})", correct), "field-wrong-type type");
  EXPECT_EQ(Read(R"({"type": "unspecified"})", correct), "field-wrong-type type");
  EXPECT_EQ(Read(R"({"severity": 3})", correct), "field-wrong-type severity");
}

TEST(ReadCommandTest, LeavesToRoutingWhatMustBeSaid) {
  wire::NoteTicketRequest note;
  EXPECT_EQ(Read("{}", note), "taken");
  EXPECT_EQ(note.request_id(), "");
  EXPECT_EQ(note.seen_version(), 0);
  wire::ReplyTicketRequest reply;
  EXPECT_EQ(Read("{}", reply), "taken");
  EXPECT_FALSE(reply.has_told_time());
}

TEST(ReadCommandTest, TakesTheTicketFromThePathAlone) {
  wire::TakeTicketRequest take;
  EXPECT_EQ(Read(R"({"ticket_id": "t2"})", take), "field-unknown ");
}

TEST(ReadCommandTest, RefusesWhatAnotherCommandHas) {
  wire::TakeTicketRequest take;
  EXPECT_EQ(Read(R"({"text": "x"})", take), "field-unknown ");
  wire::WaitTicketRequest wait;
  EXPECT_EQ(Read(R"({"Reason": "x"})", wait), "field-unknown ");
}

TEST(ReadCommandTest, RefusesWrongTypesByTheirField) {
  wire::ReplyTicketRequest reply;
  EXPECT_EQ(Read(R"({"text": 1})", reply), "field-wrong-type text");
  EXPECT_EQ(Read(R"({"seen_version": "7"})", reply), "field-wrong-type seen_version");
  EXPECT_EQ(Read(R"({"seen_version": 7.5})", reply), "field-wrong-type seen_version");
  EXPECT_EQ(Read(R"({"text": null})", reply), "field-wrong-type text");
  EXPECT_EQ(Read(R"({"told_time": "yesterday"})", reply), "time-malformed told_time");
  wire::JudgeReturnRequest judge;
  EXPECT_EQ(Read(R"({"justified": "true"})", judge), "field-wrong-type justified");
}

std::string ReadAnswer(const std::string& text, followup::v1::RecordAnswerRequest& out) {
  const auto parsed = ParseJsonObject(text);
  EXPECT_TRUE(std::holds_alternative<boost::json::object>(parsed)) << text;
  const auto fault = ReadCommand(std::get<boost::json::object>(parsed), PathFields{"loop_id"}, out);
  return fault ? fault->slug + " " + fault->field : "taken";
}

TEST(ReadCommandTest, TakesAMessageInsideAndTellsZeroFromUnsaid) {
  followup::v1::RecordAnswerRequest answer;
  EXPECT_EQ(ReadAnswer(R"({"request_id": "r1", "scores": {"nps": 0, "put_right": false},
                           "words": "谢谢"})",
                       answer),
            "taken");
  EXPECT_TRUE(answer.scores().has_nps());
  EXPECT_EQ(answer.scores().nps(), 0);
  EXPECT_TRUE(answer.scores().has_put_right());
  EXPECT_FALSE(answer.scores().has_csat());
  EXPECT_EQ(answer.words(), "谢谢");
}

TEST(ReadCommandTest, NamesAFieldInsideByItsPath) {
  followup::v1::RecordAnswerRequest answer;
  EXPECT_EQ(ReadAnswer(R"({"scores": {"nps": "9"}})", answer), "field-wrong-type scores.nps");
  EXPECT_EQ(ReadAnswer(R"({"scores": {"nps": 9.5}})", answer), "field-wrong-type scores.nps");
  EXPECT_EQ(ReadAnswer(R"({"scores": {"nps": 4294967296}})", answer),
            "field-wrong-type scores.nps");
  EXPECT_EQ(ReadAnswer(R"({"scores": {"smile": 1}})", answer), "field-unknown scores");
  EXPECT_EQ(ReadAnswer(R"({"scores": [1]})", answer), "field-wrong-type scores");
  EXPECT_EQ(ReadAnswer(R"({"loop_id": "l2"})", answer), "field-unknown ");
}

}  // namespace
}  // namespace recourse::console
