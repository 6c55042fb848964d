// The customer's own methods: known by his token alone, over gRPC and a real PostgreSQL.
#include <set>

#include "tests/support/followup/door.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

class CustomerDoorTest : public DoorTest {
 protected:
  grpc::Status Get(const std::string& token, v1::GetSurveyResponse& out, const By& by = kConsole) {
    v1::GetSurveyRequest in;
    in.set_token(token);
    return Call(&Stub::GetSurvey, in, out, by);
  }
  static v1::SubmitAnswerRequest AnswerWith(const std::string& token, int csat,
                                            const std::string& words = "") {
    v1::SubmitAnswerRequest in;
    in.set_request_id(NewId());
    in.set_token(token);
    in.mutable_scores()->set_csat(csat);
    in.set_words(words);
    return in;
  }
  grpc::Status Submit(const v1::SubmitAnswerRequest& in, v1::SubmitAnswerResponse* out = nullptr) {
    v1::SubmitAnswerResponse ignored;
    return Call(&Stub::SubmitAnswer, in, out == nullptr ? ignored : *out, kConsole);
  }
  grpc::Status Prefer(const std::string& token, bool surveys,
                      v1::SetContactPreferenceResponse& out) {
    v1::SetContactPreferenceRequest in;
    in.set_request_id(NewId());
    in.set_token(token);
    in.set_surveys(surveys);
    return Call(&Stub::SetContactPreference, in, out, kConsole);
  }
  Loop Stored(const LoopId& loop_id) { return queries_.Get(loop_id)->loop; }
  v1::SurveyState StateOf(const LoopId& loop_id) {
    v1::GetSurveyResponse out;
    EXPECT_TRUE(Get(TokenOf(loop_id), out).ok());
    return out.state();
  }
};

TEST_F(CustomerDoorTest, ASurveyIsShownAsItIs) {
  const LoopId loop_id = Asked(TicketOf("26-004217", "li"));
  v1::GetSurveyResponse out;
  ASSERT_TRUE(Get(TokenOf(loop_id), out).ok());
  EXPECT_EQ(out.state(), v1::SURVEY_STATE_OPEN);
  EXPECT_EQ(out.ticket_number(), "26-004217");
  EXPECT_EQ(out.language(), "zh");
  EXPECT_TRUE(out.questions().csat() && out.questions().nps() && out.questions().put_right() &&
              out.questions().words());
  EXPECT_FALSE(out.questions().ces());
  EXPECT_GT(out.expire_time().seconds(), out.resolve_time().seconds());
}

// Mail scanners open each link, and many times.
TEST_F(CustomerDoorTest, LookingChangesNothing) {
  const LoopId loop_id = Asked(TicketOf("t1", "li"));
  const Loop before = Stored(loop_id);
  const std::int64_t said = Count("SELECT count(*) FROM outbox");
  const std::int64_t requests = Count("SELECT count(*) FROM requests");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(StateOf(loop_id), v1::SURVEY_STATE_OPEN);
  EXPECT_EQ(Stored(loop_id), before);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), said);
  EXPECT_EQ(Count("SELECT count(*) FROM requests"), requests);
}

TEST_F(CustomerDoorTest, ATokenThatIsNoneIsNotFoundWhateverIsAskedOfIt) {
  const LoopId loop_id = Asked(TicketOf("t1", "li"));
  std::string changed = TokenOf(loop_id);
  changed.front() = changed.front() == 'A' ? 'B' : 'A';
  const std::string of_nobody = TokenOf(IdOf<LoopId>("nobody"));
  std::set<std::string> messages;
  for (const std::string& token : {std::string(), std::string("x"), changed, of_nobody,
                                   ToString(loop_id), std::string(100'000, 'A')}) {
    v1::GetSurveyResponse got;
    v1::SetContactPreferenceResponse set;
    for (const auto& status :
         {Get(token, got), Submit(AnswerWith(token, 5)), Prefer(token, false, set)}) {
      EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << token.substr(0, 50);
      messages.insert(status.error_message());
    }
  }
  EXPECT_EQ(messages, std::set<std::string>{"there is no such survey"});
  EXPECT_EQ(StateOf(loop_id), v1::SURVEY_STATE_OPEN);
}

TEST_F(CustomerDoorTest, ASurveyThatWasNotIssuedYetSaysSo) {
  const LoopId loop_id = Resolve(TicketOf("t1", "li"));
  v1::GetSurveyResponse out;
  const auto status = Get(TokenOf(loop_id), out);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(SlugOf(status), "survey-not-issued");
  EXPECT_EQ(SlugOf(Submit(AnswerWith(TokenOf(loop_id), 5))), "survey-not-issued");
}

TEST_F(CustomerDoorTest, TheFirstAnswerCountsAndTheSameAgainIsTheSame) {
  const LoopId loop_id = Asked(TicketOf("t1", "li"));
  const auto answer = AnswerWith(TokenOf(loop_id), 2, "还没解决");
  v1::SubmitAnswerResponse first;
  ASSERT_TRUE(Submit(answer, &first).ok());
  EXPECT_TRUE(first.reopens());
  const std::int64_t said = Count("SELECT count(*) FROM outbox");
  v1::SubmitAnswerResponse again;
  EXPECT_TRUE(Submit(answer, &again).ok());
  EXPECT_TRUE(again.reopens());
  v1::SubmitAnswerRequest anew = answer;
  anew.set_request_id(NewId());
  EXPECT_TRUE(Submit(anew).ok());
  const auto other = Submit(AnswerWith(TokenOf(loop_id), 5));
  EXPECT_EQ(other.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(SlugOf(other), "survey-already-answered");
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), said);
  EXPECT_EQ(Count("SELECT count(*) FROM effects WHERE purpose = 'feedback'"), 1);
  EXPECT_EQ(StateOf(loop_id), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Stored(loop_id).verdict, Verdict::kHeardBad);
  EXPECT_EQ(Stored(loop_id).heard->via, AnswerVia::kLink);
}

TEST_F(CustomerDoorTest, AnAnswerThatCannotBeRightIsRefusedByItsSlug) {
  const std::string token = TokenOf(Asked(TicketOf("t1", "li")));
  v1::SubmitAnswerRequest empty;
  empty.set_request_id(NewId());
  empty.set_token(token);
  v1::SubmitAnswerRequest unasked = AnswerWith(token, 4);
  unasked.mutable_scores()->set_ces(3);
  v1::SubmitAnswerRequest nameless = AnswerWith(token, 4);
  nameless.set_request_id("7");
  const std::map<std::string, v1::SubmitAnswerRequest> wrong = {
      {"answer-empty", empty},
      {"score-out-of-range", AnswerWith(token, 6)},
      {"score-not-asked", unasked},
      {"words-too-long", AnswerWith(token, 4, std::string(8'193, 'x'))},
      {"text-has-nul", AnswerWith(token, 4, std::string("a\0b", 3))},
      {"request-id-malformed", nameless}};
  for (const auto& [slug, request] : wrong) {
    const auto status = Submit(request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << slug;
    EXPECT_EQ(SlugOf(status), slug);
  }
  EXPECT_TRUE(Submit(AnswerWith(token, 4, std::string(8'192, 'x'))).ok());
}

TEST_F(CustomerDoorTest, ARequestIdOfAnotherAnswerIsRefused) {
  const std::string token = TokenOf(Asked(TicketOf("t1", "li")));
  auto answer = AnswerWith(token, 4);
  ASSERT_TRUE(Submit(answer).ok());
  answer.mutable_scores()->set_csat(1);
  EXPECT_EQ(SlugOf(Submit(answer)), "request-id-reused");
}

TEST_F(CustomerDoorTest, WordsThatNobodyCanReadAreNone) {
  const LoopId loop_id = Asked(TicketOf("t1", "li"));
  ASSERT_TRUE(Submit(AnswerWith(TokenOf(loop_id), 5, " \n\t\u3000")).ok());
  EXPECT_EQ(Count("SELECT count(*) FROM effects WHERE purpose = 'feedback'"), 0);
}

TEST_F(CustomerDoorTest, RefusingToBeAskedWithdrawsEverySurveyAtOnce) {
  const LoopId first = Asked(TicketOf("t1", "li"));
  const LoopId second = Asked(TicketOf("t2", "li"));
  v1::SetContactPreferenceResponse out;
  ASSERT_TRUE(Prefer(TokenOf(first), false, out).ok());
  EXPECT_EQ(out.withdrawn_count(), 2);
  EXPECT_EQ(StateOf(first), v1::SURVEY_STATE_WITHDRAWN);
  EXPECT_EQ(StateOf(second), v1::SURVEY_STATE_WITHDRAWN);
  EXPECT_EQ(SlugOf(Submit(AnswerWith(TokenOf(second), 5))), "survey-withdrawn");
  EXPECT_EQ(Stored(Resolve(TicketOf("t3", "li"))).reason, LoopReason::kOptOut);
  ASSERT_TRUE(Prefer(TokenOf(first), true, out).ok());
  EXPECT_EQ(Stored(Resolve(TicketOf("t4", "li"))).state, LoopState::kWaiting);
}

TEST_F(CustomerDoorTest, OnlyTheDoorThatCustomersComeByAsksInTheirName) {
  const std::string token = TokenOf(Asked(TicketOf("t1", "li")));
  for (const Role role : AllRoles()) {
    v1::GetSurveyResponse out;
    const bool may = role == Role::kIngest || role == Role::kAdministrator;
    EXPECT_EQ(Get(token, out, {role}).error_code(),
              may ? grpc::StatusCode::OK : grpc::StatusCode::PERMISSION_DENIED)
        << RoleName(role);
  }
}

TEST_F(CustomerDoorTest, ThatDoorNamesNoCustomerButByHisToken) {
  v1::SetContactPreferenceRequest in;
  in.set_request_id(NewId());
  in.set_customer_id(ToString(IdOf<CustomerId>("li")));
  v1::SetContactPreferenceResponse out;
  const auto status = Call(&Stub::SetContactPreference, in, out, kConsole);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(SlugOf(status), "token-missing");
}

}  // namespace
}  // namespace recourse::followup
