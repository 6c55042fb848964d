#include "services/common/http/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "services/common/http/health_http.h"
#include "services/common/http/problem.h"

namespace recourse {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// A client that sends whatever bytes it is told to.
class RawClient {
 public:
  explicit RawClient(int port, int receive_buffer = 0) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) {
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    }
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void Send(const std::string& bytes) { send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // Everything up to and with `end`, or up to the end of the connection.
  std::string ReadUntil(const std::string& end) {
    while (seen_.find(end) == std::string::npos && ReadSome()) {
    }
    const std::size_t found = seen_.find(end);
    const std::size_t size = found == std::string::npos ? seen_.size() : found + end.size();
    std::string text = seen_.substr(0, size);
    seen_.erase(0, size);
    return text;
  }
  std::string ReadAll() {
    while (ReadSome()) {
    }
    return std::exchange(seen_, {});
  }
  // One response, by its length.
  std::string ReadResponse() {
    std::string head = ReadUntil("\r\n\r\n");
    const std::size_t at = head.find("Content-Length: ");
    const std::size_t length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    while (seen_.size() < length && ReadSome()) {
    }
    head += seen_.substr(0, length);
    seen_.erase(0, length);
    return head;
  }

 private:
  bool ReadSome() {
    std::string bytes(65'536, '\0');
    const auto count = recv(socket_, bytes.data(), bytes.size(), 0);
    if (count > 0) seen_.append(bytes, 0, static_cast<std::size_t>(count));
    return count > 0;
  }

  int socket_;
  std::string seen_;
};

int StatusOf(const std::string& response) {
  return response.size() < 12 ? 0 : std::stoi(response.substr(9, 3));
}

std::string Get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

std::string Post(const std::string& fields, const std::string& body) {
  return "POST /echo HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + body;
}

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { Start({}); }

  void Start(const HttpLimits& limits) {
    server_.reset();
    auto server = HttpServer::Start(
        {{"127.0.0.1", 0}, "test", limits, 2},
        [this](const auto& request, const Reply& reply) { Handle(*request, reply); });
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  void Handle(const HttpRequest& request, const Reply& reply) {
    if (request.path == "/throw") throw std::runtime_error("password=hunter2");
    if (request.path == "/drop") return;
    if (request.path == "/events") {
      streams_.set_value(reply.Stream());
    } else if (request.path == "/later") {
      std::thread([reply] {
        reply(JsonResponse(R"({"later":true})"));
        reply(JsonResponse(R"({"again":true})"));
      }).detach();
    } else if (request.path == "/keep") {
      const std::lock_guard lock(mutex_);
      kept_.push_back(reply);
      came_.set_value();
    } else {
      reply(JsonResponse(request.method + " " + request.body));
    }
  }

  std::string Ask(const std::string& bytes) {
    RawClient client(server_->port());
    client.Send(bytes);
    return client.ReadResponse();
  }

  std::promise<EventStream> streams_;
  std::mutex mutex_;
  std::vector<Reply> kept_;
  std::promise<void> came_;
  std::unique_ptr<HttpServer> server_;  // last: its threads use all of the above
};

TEST_F(HttpServerTest, AnswersRequestsOfOneConnectionInOrder) {
  RawClient client(server_->port());
  std::string pipelined;
  for (int i = 0; i < 1'000; ++i) {
    const std::string body = std::to_string(i);
    pipelined += Post("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
  }
  std::thread sender([&] { client.Send(pipelined); });
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(client.ReadResponse().ends_with("\r\n\r\nPOST " + std::to_string(i))) << i;
  }
  sender.join();
}

TEST_F(HttpServerTest, ReadsChunkedBodiesAndSlowOnes) {
  EXPECT_TRUE(Ask(Post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"))
                  .ends_with("POST abcde"));
  RawClient client(server_->port());
  for (const char byte : Post("Content-Length: 3\r\n", "xyz")) {
    client.Send(std::string(1, byte));
  }
  EXPECT_TRUE(client.ReadResponse().ends_with("POST xyz"));
}

TEST_F(HttpServerTest, AsksForABodyThatWaitsForIt) {
  RawClient client(server_->port());
  client.Send(Post("Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("abc");
  EXPECT_TRUE(client.ReadResponse().ends_with("POST abc"));
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  RawClient client(server_->port());
  client.Send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string response = client.ReadAll();
  EXPECT_NE(response.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(response.ends_with("\r\n\r\n"));
}

TEST_F(HttpServerTest, RefusesWhatItCannotTrustAndEndsTheConnection) {
  const std::vector<std::pair<std::string, int>> cases = {
      {Post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {Post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
      {Post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"), 400},
      {Post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 400},
      {Post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "abc"), 415},
      {Post("Content-Length: 1048577\r\n", ""), 413},
      {Post("Transfer-Encoding: chunked\r\n",
            "200000\r\n" + std::string(0x200000, 'x') + "\r\n0\r\n\r\n"),
       413},
      {Get("/", "X: " + std::string(9'000, 'x') + "\r\n"), 431},
      {Get("/" + std::string(65'536, 'x')), 431},
      {"TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", 405},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"\x16\x03\x01\x02", 400},
      {"GET / HTTP/1.1\nHost: h\n\n\r\n\r\n", 400},
      {Get("/%00"), 400},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(server_->port());
    client.Send(bytes);
    client.Send(Get("/smuggled"));
    const std::string answer = client.ReadAll();
    EXPECT_EQ(StatusOf(answer), status) << bytes.substr(0, 80);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos) << bytes.substr(0, 80);
  }
}

TEST_F(HttpServerTest, AnswersFromAnotherThreadAndOnce) {
  EXPECT_TRUE(Ask(Get("/later")).ends_with(R"({"later":true})"));
}

TEST_F(HttpServerTest, AnswersForAHandlerThatFails) {
  for (const std::string path : {"/throw", "/drop"}) {
    const std::string response = Ask(Get(path));
    EXPECT_EQ(StatusOf(response), 500) << path;
    EXPECT_EQ(response.find("hunter2"), std::string::npos);
  }
}

TEST_F(HttpServerTest, GivesUpOnWhoeverIsTooSlow) {
  HttpLimits limits;
  limits.header_time = limits.body_time = limits.answer_time = limits.idle_time = 1s;
  Start(limits);
  RawClient idle(server_->port());
  RawClient slow_head(server_->port());
  slow_head.Send("GET / HT");
  RawClient slow_body(server_->port());
  slow_body.Send(Post("Content-Length: 3\r\n", "a"));
  RawClient slow_handler(server_->port());
  slow_handler.Send(Get("/keep"));
  EXPECT_EQ(idle.ReadAll(), "");
  EXPECT_EQ(slow_head.ReadAll(), "");
  EXPECT_EQ(slow_body.ReadAll(), "");
  EXPECT_EQ(StatusOf(slow_handler.ReadResponse()), 504);
}

TEST_F(HttpServerTest, ClosesAConnectionTooManyAndServesTheOthers) {
  HttpLimits limits;
  limits.connections = 2;
  Start(limits);
  RawClient first(server_->port());
  RawClient second(server_->port());
  first.Send(Get("/"));
  second.Send(Get("/"));
  EXPECT_EQ(StatusOf(first.ReadResponse()), 200);
  EXPECT_EQ(StatusOf(second.ReadResponse()), 200);
  EXPECT_EQ(RawClient(server_->port()).ReadAll(), "");
  first.Send(Get("/"));
  EXPECT_EQ(StatusOf(first.ReadResponse()), 200);
}

TEST_F(HttpServerTest, WaitsForTheAnswerInHandWhenItStops) {
  RawClient idle(server_->port());
  RawClient client(server_->port());
  client.Send(Get("/keep"));
  came_.get_future().wait();
  auto stop = std::async(std::launch::async, [&] { server_->Stop(20s); });
  EXPECT_EQ(idle.ReadAll(), "");
  EXPECT_EQ(stop.wait_for(50ms), std::future_status::timeout);
  kept_.front()(JsonResponse("{}"));
  EXPECT_NE(client.ReadAll().find("Connection: close"), std::string::npos);
  EXPECT_EQ(stop.wait_for(10s), std::future_status::ready);
}

TEST_F(HttpServerTest, OutlivesRepliesThatComeAfterItsEnd) {
  RawClient client(server_->port());
  client.Send(Get("/keep"));
  came_.get_future().wait();
  server_.reset();
  EXPECT_EQ(client.ReadAll(), "");
  kept_.front()(JsonResponse("{}"));
  kept_.clear();
}

TEST_F(HttpServerTest, RefusesAPortThatIsTaken) {
  const Address taken{"127.0.0.1", static_cast<std::uint16_t>(server_->port())};
  const auto second = HttpServer::Start({taken}, [](const auto&, const Reply&) {});
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
}

TEST_F(HttpServerTest, StreamsEventsFromAnyThread) {
  RawClient client(server_->port());
  client.Send(Get("/events"));
  const EventStream stream = streams_.get_future().get();
  const std::string head = client.ReadUntil("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_TRUE(stream.Push({"change", "{\"a\":\n1}", "7"}));
  EXPECT_EQ(client.ReadUntil("\n\n"), "id: 7\nevent: change\ndata: {\"a\":\ndata: 1}\n\n");
  std::promise<void> closed;
  stream.OnClosed([&] { closed.set_value(); });
  stream.Close();
  EXPECT_EQ(client.ReadAll(), "");
  closed.get_future().wait();
  EXPECT_FALSE(stream.Push({"change", "{}", ""}));
}

TEST_F(HttpServerTest, LearnsThatTheClientOfAStreamHasGone) {
  std::promise<void> closed;
  {
    RawClient client(server_->port());
    client.Send(Get("/events"));
    streams_.get_future().get().OnClosed([&] { closed.set_value(); });
    client.ReadUntil("\r\n\r\n");
  }
  EXPECT_EQ(closed.get_future().wait_for(10s), std::future_status::ready);
}

TEST_F(HttpServerTest, BeatsWhileNothingHappens) {
  HttpLimits limits;
  limits.heartbeat = 1s;
  Start(limits);
  RawClient client(server_->port());
  client.Send(Get("/events"));
  const EventStream stream = streams_.get_future().get();
  client.ReadUntil("\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\n\n"), ": still here\n\n");
}

TEST_F(HttpServerTest, TellsASlowClientToBeginAgainAndLetsItGo) {
  RawClient client(server_->port(), 4'096);
  client.Send(Get("/events"));
  const EventStream stream = streams_.get_future().get();
  const std::string data(60'000, 'x');
  int pushed = 0;
  while (stream.Push({"change", data, ""})) {
    ASSERT_LT(++pushed, 10'000);
  }
  EXPECT_TRUE(stream.Closed());
  EXPECT_TRUE(client.ReadAll().ends_with("event: resync\ndata: {}\n\n"));
}

TEST_F(HttpServerTest, EndsStreamsWhenItStops) {
  RawClient client(server_->port());
  client.Send(Get("/events"));
  const EventStream stream = streams_.get_future().get();
  client.ReadUntil("\r\n\r\n");
  const auto begin = std::chrono::steady_clock::now();
  server_->Stop(20s);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  EXPECT_TRUE(stream.Closed());
  EXPECT_EQ(client.ReadAll(), "");
}

TEST(RenderEventTest, LetsNoDataEndItsFieldOrEvent) {
  EXPECT_EQ(RenderEvent({"a\nb", "x\r\ny\rz\n\nevent: evil", "1\n2"}),
            "id: 12\nevent: ab\ndata: x\ndata: y\ndata: z\ndata: \ndata: event: evil\n\n");
}

TEST(HealthServerTest, TellsLifeReadinessAndMetrics) {
  Readiness readiness;
  readiness.SetNotReady("position", "A hole in a/3. Run recoursectl relay resend.");
  const auto server = *StartHealthServer({"127.0.0.1", 0}, readiness);
  const auto ask = [&](const std::string& path) {
    RawClient client(server->port());
    client.Send(Get(path));
    return client.ReadResponse();
  };
  EXPECT_EQ(StatusOf(ask("/healthz")), 200);
  EXPECT_EQ(StatusOf(ask("/readyz")), 503);
  EXPECT_TRUE(
      ask("/readyz").ends_with(R"({"ready":false,"reasons":[{"condition":"position",)"
                               R"("sentence":"A hole in a/3. Run recoursectl relay resend."}]})"));
  readiness.SetReady("position");
  EXPECT_TRUE(ask("/readyz").ends_with(R"({"ready":true,"reasons":[]})"));
  EXPECT_NE(ask("/metrics").find("recourse_http_requests_total{door=\"health\",status=\"503\"} 2"),
            std::string::npos);
  EXPECT_EQ(StatusOf(ask("/")), 404);
}

}  // namespace
}  // namespace recourse
