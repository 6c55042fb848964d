#include "services/console/adapters/survey_routes.h"

#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <condition_variable>

#include "services/common/access/key.h"
#include "services/common/grpc/status.h"
#include "services/common/http/answer.h"

namespace recourse::console {
namespace {

namespace wire = followup::v1;

constexpr const char* kToken = "good-token";
const Secret kSecret("0123456789abcdef0123456789abcdef");

// One survey behind one link, by the contract of FollowupService; every other link is forged.
class OneSurvey final : public wire::FollowupService::Service {
 public:
  wire::SurveyState state = wire::SURVEY_STATE_OPEN;
  // While set every method fails with it.
  std::optional<grpc::StatusCode> outage;
  // The answer that counts, and under which ids it was sent.
  std::optional<wire::SubmitAnswerRequest> answer;
  std::vector<std::string> request_ids;
  std::optional<bool> surveys;
  int looks = 0;
  std::string key;

  grpc::Status GetSurvey(grpc::ServerContext* context, const wire::GetSurveyRequest* in,
                         wire::GetSurveyResponse* out) override {
    ++looks;
    const auto header = context->client_metadata().find("authorization");
    if (header != context->client_metadata().end()) {
      key = std::string(header->second.data(), header->second.size());
    }
    if (const auto failed = Failed(in->token()); !failed.ok()) return failed;
    out->set_state(state);
    out->set_ticket_number("26-004217");
    out->set_language("en");
    auto& asked = *out->mutable_questions();
    asked.set_csat(true);
    asked.set_nps(true);
    asked.set_put_right(true);
    asked.set_words(true);
    out->mutable_expire_time()->set_seconds(4'000'000'000);
    return grpc::Status::OK;
  }

  grpc::Status SubmitAnswer(grpc::ServerContext*, const wire::SubmitAnswerRequest* in,
                            wire::SubmitAnswerResponse* out) override {
    if (const auto failed = Failed(in->token()); !failed.ok()) return failed;
    request_ids.push_back(in->request_id());
    const bool empty = !in->scores().has_csat() && !in->scores().has_nps() &&
                       !in->scores().has_ces() && !in->scores().has_put_right();
    if (empty) {
      return ToGrpc({"answer-empty", {}}, grpc::StatusCode::INVALID_ARGUMENT, "nothing chosen");
    }
    if (answer && answer->request_id() != in->request_id()) {
      return ToGrpc({"survey-already-answered", {}});
    }
    answer = *in;
    state = wire::SURVEY_STATE_ANSWERED;
    out->set_reopens(in->scores().has_csat() && in->scores().csat() <= 2);
    return grpc::Status::OK;
  }

  grpc::Status SetContactPreference(grpc::ServerContext*,
                                    const wire::SetContactPreferenceRequest* in,
                                    wire::SetContactPreferenceResponse*) override {
    if (const auto failed = Failed(in->token()); !failed.ok()) return failed;
    request_ids.push_back(in->request_id());
    surveys = in->surveys();
    return grpc::Status::OK;
  }

 private:
  grpc::Status Failed(const std::string& token) const {
    if (outage) return {*outage, "a sentence for the log"};
    if (token != kToken) return {grpc::StatusCode::NOT_FOUND, "no such survey"};
    return grpc::Status::OK;
  }
};

// Waits for the one answer of a request.
class Answered {
 public:
  Answered() : answer_(std::make_shared<HttpAnswer>([this] { Wake(); })) {}
  Reply reply() const { return Reply(answer_); }
  HttpResponse Wait() {
    std::unique_lock lock(mutex_);
    const bool came = came_.wait_for(lock, std::chrono::seconds(20), [this] { return given_; });
    EXPECT_TRUE(came);
    return came ? *answer_->TakeResponse() : HttpResponse{};
  }

 private:
  void Wake() {
    const std::lock_guard lock(mutex_);
    given_ = true;
    came_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable came_;
  bool given_ = false;
  std::shared_ptr<HttpAnswer> answer_;
};

class SurveyRoutesTest : public ::testing::Test {
 protected:
  using Method = void (SurveyRoutes::*)(const Ask&);

  SurveyRoutesTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&survey_);
    server_ = builder.BuildAndStart();
    client_ =
        std::make_unique<FollowupClient>(Address{"127.0.0.1", static_cast<std::uint16_t>(port_)});
    routes_ = std::make_unique<SurveyRoutes>(*client_, identities_, proxies_);
  }
  ~SurveyRoutesTest() override { server_->Shutdown(); }

  HttpResponse Visit(Method method, HttpRequest request, const std::string& token = kToken) {
    request.peer = peer_;
    Answered answered;
    Ask ask{std::make_shared<HttpRequest>(std::move(request)),
            token,
            "",
            {},
            Answer(answered.reply(), metrics_, "test", false)};
    (routes_.get()->*method)(ask);
    return answered.Wait();
  }
  HttpResponse Get(Method method = &SurveyRoutes::Show, const std::string& token = kToken) {
    return Visit(method, {"GET", "/s/" + token}, token);
  }
  HttpResponse Post(const std::string& body, Method method = &SurveyRoutes::Submit,
                    const std::string& token = kToken) {
    HttpRequest request{"POST", "/s/" + token};
    request.headers["content-type"] = "application/x-www-form-urlencoded";
    request.body = body;
    return Visit(method, std::move(request), token);
  }

  OneSurvey survey_;
  int port_ = 0;
  std::string peer_ = "192.0.2.1:50412";
  std::unique_ptr<grpc::Server> server_;
  Pool pool_{"host=/nowhere", 1};
  SessionStore sessions_{pool_};
  Identities identities_{sessions_, kSecret};
  std::unique_ptr<FollowupClient> client_;
  TrustedProxies proxies_ = *TrustedProxies::Parse("10.0.0.0/8");
  DoorMetrics metrics_;
  std::unique_ptr<SurveyRoutes> routes_;
};

bool Has(const HttpResponse& response, const std::string& text) {
  return response.body.find(text) != std::string::npos;
}

std::string HeaderOf(const HttpResponse& response, const std::string& name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return value;
  }
  return "";
}

TEST_F(SurveyRoutesTest, ShowsTheFormHoweverOftenSomebodyLooks) {
  for (int i = 0; i < 3; ++i) {
    const HttpResponse page = Get();
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(Has(page, "26-004217"));
    EXPECT_TRUE(Has(page, "<form"));
  }
  EXPECT_EQ(survey_.looks, 3);
  EXPECT_FALSE(survey_.answer);
}

TEST_F(SurveyRoutesTest, AsksAsTheConsoleItselfWithTheNarrowestRole) {
  Get();
  ASSERT_TRUE(survey_.key.starts_with("Bearer "));
  const auto caller =
      CheckKey(kSecret, survey_.key.substr(7),
               std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(caller->role, Role::kIngest);
  EXPECT_EQ(caller->id, "console");
}

TEST_F(SurveyRoutesTest, SendsPagesThatNobodyKeepsIndexesOrFrames) {
  const HttpResponse page = Get();
  EXPECT_EQ(page.cache_control, "no-store");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(HeaderOf(page, "X-Robots-Tag"), "noindex, nofollow");
  const std::string policy = HeaderOf(page, "Content-Security-Policy");
  for (const char* part : {"default-src 'none'", "style-src 'self'", "form-action 'self'",
                           "frame-ancestors 'none'", "base-uri 'none'"}) {
    EXPECT_NE(policy.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST_F(SurveyRoutesTest, SpeaksTheSurveysLanguageUnlessAnotherIsChosen) {
  EXPECT_TRUE(Has(Get(), "<html lang=\"en\">"));
  HttpRequest request{"GET", "/s/t"};
  request.headers["accept-language"] = "zh-CN";
  EXPECT_TRUE(Has(Visit(&SurveyRoutes::Show, request), "<html lang=\"en\">"));
  request.query["lang"] = "zh";
  EXPECT_TRUE(Has(Visit(&SurveyRoutes::Show, request), "<html lang=\"zh-CN\">"));
}

TEST_F(SurveyRoutesTest, TakesAnAnswerAndThanks) {
  const HttpResponse thanks = Post("csat=5&nps=0&put_right=yes&words=%E8%B0%A2%E8%B0%A2");
  EXPECT_EQ(thanks.status, 200);
  EXPECT_TRUE(Has(thanks, "Thank you"));
  EXPECT_TRUE(Has(thanks, "26-004217"));
  ASSERT_TRUE(survey_.answer);
  EXPECT_EQ(survey_.answer->scores().csat(), 5);
  EXPECT_TRUE(survey_.answer->scores().has_nps());
  EXPECT_TRUE(survey_.answer->scores().put_right());
  EXPECT_FALSE(survey_.answer->scores().has_ces());
  EXPECT_EQ(survey_.answer->words(), "谢谢");
}

TEST_F(SurveyRoutesTest, SaysThatAnUnhappyAnswerOpensTheTicketAgain) {
  EXPECT_TRUE(Has(Post("csat=1"), "is opened again"));
}

TEST_F(SurveyRoutesTest, CountsADoubleClickOnceAndShowsTheSame) {
  const HttpResponse first = Post("csat=5&words=a");
  const HttpResponse second = Post("words=a&csat=5");
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  ASSERT_EQ(survey_.request_ids.size(), 2U);
  EXPECT_EQ(survey_.request_ids[0], survey_.request_ids[1]);
  EXPECT_TRUE(ParseUuid(survey_.request_ids[0]));
}

TEST_F(SurveyRoutesTest, SaysThatItWasAnsweredAlready) {
  Post("csat=5");
  const HttpResponse other = Post("csat=1");
  EXPECT_EQ(other.status, 409);
  EXPECT_TRUE(Has(other, "answered already"));
  EXPECT_EQ(survey_.answer->scores().csat(), 5);
  const HttpResponse look = Get();
  EXPECT_EQ(look.status, 200);
  EXPECT_TRUE(Has(look, "answered already"));
}

TEST_F(SurveyRoutesTest, SaysForEveryOtherStateWhatToDo) {
  survey_.state = wire::SURVEY_STATE_EXPIRED;
  EXPECT_EQ(Get().status, 410);
  EXPECT_TRUE(Has(Get(), "call us and say the number"));
  survey_.state = wire::SURVEY_STATE_WITHDRAWN;
  EXPECT_EQ(Get().status, 410);
  EXPECT_TRUE(Has(Get(), "withdrawn"));
  survey_.state = wire::SURVEY_STATE_UNSPECIFIED;
  EXPECT_TRUE(Has(Get(), "not open yet"));
}

TEST_F(SurveyRoutesTest, GivesBackWhatWasWrittenWhereSomethingIsWrong) {
  const HttpResponse empty = Post("words=keep+me");
  EXPECT_EQ(empty.status, 400);
  EXPECT_TRUE(Has(empty, "Answer at least one"));
  EXPECT_TRUE(Has(empty, "keep me</textarea>"));
  const HttpResponse range = Post("nps=11&words=keep+me");
  EXPECT_EQ(range.status, 400);
  EXPECT_TRUE(Has(range, "keep me</textarea>"));
  EXPECT_FALSE(survey_.answer);
}

TEST_F(SurveyRoutesTest, RefusesFormsThatAreNotOurs) {
  EXPECT_EQ(Post("csat=5&csat=4").status, 400);
  EXPECT_EQ(Post("csat=5&admin=1").status, 400);
  EXPECT_EQ(Post("words=%00").status, 400);
  EXPECT_EQ(Post("words=" + std::string(kFormBytesMax, 'x')).status, 413);
  HttpRequest json{"POST", "/s/t"};
  json.headers["content-type"] = "application/json";
  EXPECT_EQ(Visit(&SurveyRoutes::Submit, json).status, 415);
  EXPECT_TRUE(survey_.request_ids.empty());
}

TEST_F(SurveyRoutesTest, KeepsWhatWasWrittenInThePageWhileNothingCanBeKept) {
  survey_.outage = grpc::StatusCode::UNAVAILABLE;
  const HttpResponse page = Post("csat=5&words=keep+me");
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(HeaderOf(page, "Retry-After"), "60");
  EXPECT_TRUE(Has(page, "name=\"words\" type=\"hidden\" value=\"keep me\""));
  EXPECT_EQ(Get().status, 503);
  survey_.outage.reset();
  EXPECT_EQ(Post("csat=5&words=keep+me").status, 200);
}

TEST_F(SurveyRoutesTest, TellsNothingOfWhatBrokeInside) {
  survey_.outage = grpc::StatusCode::INTERNAL;
  EXPECT_FALSE(Has(Get(), "a sentence for the log"));
}

TEST_F(SurveyRoutesTest, AnswersEveryWrongLinkAlike) {
  const HttpResponse one = Get(&SurveyRoutes::Show, "x");
  const HttpResponse other = Get(&SurveyRoutes::Show, std::string(300, 'y'));
  EXPECT_EQ(one.status, 404);
  EXPECT_EQ(one.body, other.body);
  EXPECT_EQ(Post("csat=5", &SurveyRoutes::Submit, "x").body, one.body);
  EXPECT_EQ(Get(&SurveyRoutes::ShowPreference, "x").body, one.body);
}

TEST_F(SurveyRoutesTest, StopsAnAddressAfterTwentyWrongLinks) {
  for (int i = 0; i < kWrongLinksMax; ++i) {
    EXPECT_EQ(Get(&SurveyRoutes::Show, "x" + std::to_string(i)).status, 404);
  }
  const int before = survey_.looks;
  const HttpResponse limited = Get();
  EXPECT_EQ(limited.status, 429);
  EXPECT_FALSE(HeaderOf(limited, "Retry-After").empty());
  peer_ = "192.0.2.1:50999";
  EXPECT_EQ(Post("csat=5").status, 429) << "another port is the same address";
  EXPECT_EQ(survey_.looks, before) << "followup is not asked any more";
  peer_ = "192.0.2.2:50412";
  EXPECT_EQ(Get().status, 200);
}

TEST_F(SurveyRoutesTest, BehindAProxyOneClientDoesNotShutOutTheOthers) {
  peer_ = "10.0.0.7:50412";
  HttpRequest request{"GET", "/s/x"};
  request.headers["x-forwarded-for"] = "192.0.2.66";
  for (int i = 0; i < kWrongLinksMax; ++i) Visit(&SurveyRoutes::Show, request, "x");
  EXPECT_EQ(Visit(&SurveyRoutes::Show, request).status, 429);
  request.headers["x-forwarded-for"] = "192.0.2.1";
  EXPECT_EQ(Visit(&SurveyRoutes::Show, request).status, 200);
}

TEST_F(SurveyRoutesTest, AnOutageIsNoWrongLink) {
  survey_.outage = grpc::StatusCode::UNAVAILABLE;
  for (int i = 0; i <= kWrongLinksMax; ++i) EXPECT_EQ(Get().status, 503);
  survey_.outage.reset();
  EXPECT_EQ(Get().status, 200);
}

TEST_F(SurveyRoutesTest, AsksWhetherHeMayBeAskedAndChangesNothingByAsking) {
  const HttpResponse page = Get(&SurveyRoutes::ShowPreference);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(survey_.surveys);
}

TEST_F(SurveyRoutesTest, OptsOutAndInByThePage) {
  EXPECT_TRUE(Has(Post("surveys=no", &SurveyRoutes::SetPreference), "will not ask you again"));
  EXPECT_EQ(survey_.surveys, false);
  EXPECT_EQ(Post("surveys=yes", &SurveyRoutes::SetPreference).status, 200);
  EXPECT_EQ(survey_.surveys, true);
  Post("surveys=no", &SurveyRoutes::SetPreference);
  ASSERT_EQ(survey_.request_ids.size(), 3U);
  EXPECT_NE(survey_.request_ids[0], survey_.request_ids[2]) << "a new wish is a new command";
}

TEST_F(SurveyRoutesTest, OptsOutByOneClickOfAMailProgram) {
  EXPECT_EQ(Post("List-Unsubscribe=One-Click", &SurveyRoutes::SetPreference).status, 200);
  EXPECT_EQ(survey_.surveys, false);
}

TEST_F(SurveyRoutesTest, TakesNoOtherWordForAWish) {
  for (const char* body : {"", "surveys=maybe", "surveys=no&surveys=no", "surveys=no&x=1",
                           "List-Unsubscribe=Two-Click"}) {
    EXPECT_EQ(Post(body, &SurveyRoutes::SetPreference).status, 400) << body;
  }
  EXPECT_FALSE(survey_.surveys);
}

}  // namespace
}  // namespace recourse::console
