// Webhooks over real sockets, against an endpoint that fails at whatever point a test wants it to.
#include "services/common/courier/webhook_courier.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "services/common/courier/webhook_signature.h"
#include "services/common/process/json.h"
#include "tests/support/scripted_server.h"

namespace recourse {
namespace {

using testing::ScriptedConnection;
using testing::ScriptedServer;
using testing::TestCertificate;
using Kind = SendOutcome::Kind;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const EffectId kId(NamedUuid(kRecourseSpace, "a webhook"));
const Timestamp kNow{std::chrono::seconds(1'700'000'000)};
const std::string kSecret(32, 'k');

struct Request {
  std::string head;
  std::string body;
};

// Reads one request, and answers with these bytes.
Request Serve(ScriptedConnection& connection, const std::string& answer) {
  Request request{connection.ReadUntil("\r\n\r\n"), {}};
  const std::string name = "\r\nContent-Length: ";
  const auto at = request.head.find(name);
  request.body = connection.ReadBytes(std::stoul(request.head.substr(at + name.size())));
  connection.Write(answer);
  return request;
}

std::string Answer(const std::string& status, const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
}

class WebhookCourierTest : public ::testing::Test {
 protected:
  static WebhookEndpoint PrivateEndpoint(std::uint16_t port, const std::string& scheme = "http") {
    return {
        scheme + "://localhost:" + std::to_string(port) + "/hooks?k=v", {Secret(kSecret)}, true};
  }
  static ClaimedEffect Claimed() {
    Effect effect{NamedUuid(kRecourseSpace, "k"), EffectKind::kWebhook, "notice", "ops",
                  {Recipient::Kind::kNobody, ""}, {{"text", "超时"}}};
    return {kId, std::move(effect), 1, 1, Timestamp{}};
  }
  SendOutcome Send(WebhookEndpoint endpoint, const std::stop_token& stop = {}) {
    WebhookOptions options;
    options.endpoints.emplace("ops", std::move(endpoint));
    options.ca_file = TestCertificate::Instance().path();
    options.limits = {2s, 1s, whole_wait_, 64 * 1024, 100ms};
    options.clock = [] { return kNow; };
    WebhookCourier courier(std::move(options), book_, composer_);
    auto prepared = courier.Prepare(Claimed());
    if (auto* outcome = std::get_if<SendOutcome>(&prepared)) return *outcome;
    auto& parcel = *std::get<std::unique_ptr<Parcel>>(prepared);
    EXPECT_EQ(parcel.message_id(), ToString(kId));
    return parcel.Send(stop);
  }
  SendOutcome SendTo(ScriptedServer::Script script) {
    ScriptedServer server(std::move(script));
    return Send(PrivateEndpoint(server.port()));
  }
  SendOutcome Answered(const std::string& status, const std::string& headers = "") {
    return SendTo([&](ScriptedConnection& c) { Serve(c, Answer(status, headers)); });
  }

  Duration whole_wait_ = 2s;
  LiteralAddressBook book_;
  PlainComposer composer_;
};

TEST_F(WebhookCourierTest, SendsASignedRequestUnderTheEffectsId) {
  Request request;
  const auto outcome =
      SendTo([&](ScriptedConnection& c) { request = Serve(c, Answer("204 No Content")); });
  EXPECT_EQ(outcome.kind, Kind::kDelivered) << outcome.detail;
  EXPECT_TRUE(request.head.starts_with("POST /hooks?k=v HTTP/1.1\r\n")) << request.head;
  for (const std::string& header :
       WebhookHeaders(ToString(kId), kNow, request.body, {Secret(kSecret)})) {
    EXPECT_NE(request.head.find("\r\n" + header + "\r\n"), std::string::npos) << header;
  }
  EXPECT_NE(request.head.find("\r\nContent-Type: application/json\r\n"), std::string::npos);
  EXPECT_EQ(request.head.find("Expect"), std::string::npos);
  EXPECT_EQ(request.body, R"({"type":"recourse.notice","data":{"text":"超时"}})");
}

TEST_F(WebhookCourierTest, JudgesTheAnswer) {
  EXPECT_EQ(Answered("200 OK").kind, Kind::kDelivered);
  EXPECT_EQ(Answered("400 Bad Request").kind, Kind::kFailed);
  EXPECT_EQ(Answered("500 Oops").kind, Kind::kUnknown);
  const auto busy = Answered("429 Too Many Requests", "Retry-After: 90\r\n");
  EXPECT_EQ(busy.kind, Kind::kAgain);
  EXPECT_EQ(busy.again_in, Duration(90s));
  EXPECT_TRUE(busy.lane_closed);
}

TEST_F(WebhookCourierTest, FollowsNoRedirect) {
  ScriptedServer elsewhere([](ScriptedConnection& c) {
    ADD_FAILURE() << "followed";
    Serve(c, Answer("200 OK"));
  });
  const auto outcome =
      Answered("307 Temporary Redirect",
               "Location: http://localhost:" + std::to_string(elsewhere.port()) + "/\r\n");
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  EXPECT_EQ(outcome.reason, "webhook-redirected");
}

TEST_F(WebhookCourierTest, NoAnswerToARequestThatWasHandedOverIsUnknown) {
  const auto ended = SendTo([](ScriptedConnection& c) { Serve(c, ""); });
  EXPECT_EQ(ended.kind, Kind::kUnknown);
  EXPECT_EQ(ended.reason, "webhook-no-answer");
  std::promise<void> end;
  auto ends = end.get_future();
  ScriptedServer silent([&](ScriptedConnection& c) {
    Serve(c, "");
    ends.wait();
  });
  EXPECT_EQ(Send(PrivateEndpoint(silent.port())).kind, Kind::kUnknown);
  end.set_value();
}

TEST_F(WebhookCourierTest, IsSentOnceThoughTheConnectionBreaksWithoutAnAnswer) {
  int requests = 0;
  SendTo([&](ScriptedConnection& c) {
    Serve(c, "");
    ++requests;
  });
  EXPECT_EQ(requests, 1);
}

TEST_F(WebhookCourierTest, ConnectionRefusedIsTriedAgain) {
  std::uint16_t port = 0;
  {
    port = ScriptedServer([](ScriptedConnection&) {}).port();
  }
  const auto outcome = Send(PrivateEndpoint(port));
  EXPECT_EQ(outcome.kind, Kind::kAgain);
  EXPECT_EQ(outcome.reason, "webhook-unreachable");
  EXPECT_TRUE(outcome.lane_closed);
}

TEST_F(WebhookCourierTest, AnAnswerOfAnyLengthCostsNoMoreThanItsLimit) {
  const std::string megabytes(16'000'000, 'x');
  const auto outcome = SendTo([&](ScriptedConnection& c) {
    Serve(c, "HTTP/1.1 200 OK\r\nContent-Length: 16000000\r\n\r\n" + megabytes);
  });
  EXPECT_EQ(outcome.kind, Kind::kDelivered);  // it has said so
}

TEST_F(WebhookCourierTest, APrivateAddressIsNotConnectedToUnlessItIsWiredAsSuch) {
  ScriptedServer inside([](ScriptedConnection& c) {
    ADD_FAILURE() << "connected";
    Serve(c, Answer("200 OK"));
  });
  const std::string port = ":" + std::to_string(inside.port()) + "/";
  for (const char* host : {"localhost", "127.0.0.1", "[::1]", "0x7f000001", "2130706433",
                           "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"}) {
    const auto outcome = Send({"https://" + std::string(host) + port, {Secret(kSecret)}, false});
    EXPECT_EQ(outcome.kind, Kind::kFailed) << host << " " << outcome.detail;
    EXPECT_EQ(outcome.reason, "webhook-forbidden") << host;
  }
}

TEST_F(WebhookCourierTest, SpeaksTlsAndTrustsWhomItShould) {
  std::promise<std::string> body;
  ScriptedServer server([&](ScriptedConnection& c) {
    c.StartTls();
    body.set_value(Serve(c, Answer("200 OK")).body);
  });
  EXPECT_EQ(Send(PrivateEndpoint(server.port(), "https")).kind, Kind::kDelivered);
  EXPECT_FALSE(body.get_future().get().empty());
}

TEST_F(WebhookCourierTest, ACertificateOfAnotherNameIsRefusedBeforeAnythingIsSaid) {
  ScriptedServer server([&](ScriptedConnection& c) {
    c.StartTls();
    EXPECT_EQ(c.ReadUntil("\r\n\r\n"), "");
  });
  WebhookEndpoint endpoint = PrivateEndpoint(server.port(), "https");
  endpoint.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  const auto outcome = Send(endpoint);
  EXPECT_EQ(outcome.kind, Kind::kAgain);
  EXPECT_EQ(outcome.reason, "webhook-unreachable");
}

TEST_F(WebhookCourierTest, AnEndpointThatIsNotWiredMayBeYet) {
  WebhookCourier courier({}, book_, composer_);
  const auto prepared = courier.Prepare(Claimed());
  ASSERT_TRUE(std::holds_alternative<SendOutcome>(prepared));
  EXPECT_EQ(std::get<SendOutcome>(prepared).kind, Kind::kAgain);
  EXPECT_EQ(std::get<SendOutcome>(prepared).reason, "endpoint-not-wired");
}

TEST_F(WebhookCourierTest, AStopWaitsALittleForTheAnswer) {
  whole_wait_ = 100s;
  std::promise<void> heard, end;
  auto ends = end.get_future();
  ScriptedServer silent([&](ScriptedConnection& c) {
    Serve(c, "");
    heard.set_value();
    ends.wait();
  });
  std::stop_source stop;
  auto sending = std::async(std::launch::async,
                            [&] { return Send(PrivateEndpoint(silent.port()), stop.get_token()); });
  heard.get_future().wait();
  stop.request_stop();
  EXPECT_EQ(sending.get().kind, Kind::kUnknown);
  end.set_value();
}

}  // namespace
}  // namespace recourse
