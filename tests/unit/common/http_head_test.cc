#include <gtest/gtest.h>

#include <string>

#include "services/common/http/head.h"
#include "services/common/http/target.h"

namespace recourse {
namespace {

using namespace std::string_literals;

int StatusOf(const std::string& head) {
  const auto parsed = ParseHead(head);
  const auto* problem = std::get_if<Problem>(&parsed);
  return problem == nullptr ? 200 : problem->status;
}

std::string With(const std::string& fields) {
  return "POST /v1/feedback HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

TEST(HttpHeadTest, ReadsARequest) {
  const auto parsed = ParseHead(
      "GET /v1/kpis?window=5m&name=a+b%2B HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\nx-one: 2\r\n"
      "Cookie: a=1; session=s%20x; b\r\nAuthorization: bearer rk1.x\r\n\r\n");
  const auto& request = std::get<HttpRequest>(parsed);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.path, "/v1/kpis");
  EXPECT_EQ(request.Query("window"), "5m");
  EXPECT_EQ(request.Query("name"), "a b+");
  EXPECT_EQ(request.Header("x-one"), "1, 2");
  EXPECT_EQ(request.Cookie("session"), "s%20x");
  EXPECT_EQ(request.Cookie("ession"), "");
  EXPECT_EQ(request.Bearer(), "rk1.x");
}

TEST(HttpHeadTest, RefusesWhateverTwoReadersCouldFrameDifferently) {
  for (const std::string& fields : {
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"s,
           "Content-Length: 5\r\nContent-Length: 5\r\n"s,
           "Content-Length: 5\r\nContent-Length: 6\r\n"s,
           "Content-Length: 5, 5\r\n"s,
           "Content-Length: -5\r\n"s,
           "Content-Length: +5\r\n"s,
           "Content-Length: 0x5\r\n"s,
           "Content-Length:\r\n"s,
           "Content-Length: 99999999999999999999\r\n"s,
           "Transfer-Encoding: xchunked\r\n"s,
           "Transfer-Encoding: gzip, chunked\r\n"s,
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"s,
           "Transfer-Encoding : chunked\r\n"s,
           "X: a\r\n  folded\r\n"s,
           "X: a\nY: b\r\n"s,
           "X: a\rY: b\r\n"s,
           "X: a\0b\r\n"s,
           "X\r\n"s,
           ": a\r\n"s,
           "Host: other\r\n"s,
       }) {
    EXPECT_EQ(StatusOf(With(fields)), 400) << fields;
  }
  EXPECT_EQ(StatusOf(With("Content-Length: 5\r\n")), 200);
  EXPECT_EQ(StatusOf(With("Transfer-Encoding: Chunked\r\n")), 200);
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\nHost: h\n\n"), 400);
}

TEST(HttpHeadTest, SaysWhatIsNotSupported) {
  EXPECT_EQ(StatusOf("TRACE / HTTP/1.1\r\nHost: h\r\n\r\n"), 405);
  EXPECT_EQ(StatusOf("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"), 405);
  EXPECT_EQ(StatusOf("CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n"), 405);
  EXPECT_EQ(StatusOf("get / HTTP/1.1\r\nHost: h\r\n\r\n"), 405);
  EXPECT_EQ(StatusOf("GET / HTTP/1.0\r\nHost: h\r\n\r\n"), 505);
  EXPECT_EQ(StatusOf("PRI * HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(StatusOf(With("Content-Encoding: gzip\r\n")), 415);
  EXPECT_EQ(StatusOf(With("Expect: miracles\r\n")), 417);
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_EQ(StatusOf(With(many)), 431);
}

TEST(HttpTargetTest, DecodesOnce) {
  const auto target = ParseTarget("/v1/%E6%8A%95%E8%AF%89/a%2520b?x=%E6%8A%95&y");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/v1/投诉/a%20b");
  EXPECT_EQ(target->query.at("x"), "投");
  EXPECT_EQ(target->query.at("y"), "");
  EXPECT_EQ(ParseTarget("/v1/feedback:batch")->path, "/v1/feedback:batch");
  EXPECT_EQ(ParseTarget("/a/")->path, "/a/");
  EXPECT_EQ(ParseTarget("/")->path, "/");
}

TEST(HttpTargetTest, RefusesWhatIsReadInMoreThanOneWay) {
  for (const std::string target :
       {"",        "*",          "v1",       "http://h/v1", "//v1",   "/v1//x", "/.",
        "/../etc", "/a/..",      "/a/..;/b", "/%2e%2e/x",   "/a%2Fb", "/a%5Cb", "/a\\b",
        "/%00",    "/%0a",       "/%c0%ae",  "/%",          "/%4",    "/%zz",   "/\xff",
        "/a#b",    "/a?x=1&x=2", "/a?x=%00", "/a?x=%",      "/a?=1",  "/a?&"}) {
    EXPECT_FALSE(ParseTarget(target).has_value()) << target;
  }
}

TEST(HttpRequestTest, KnowsItsContentType) {
  HttpRequest request{"POST", "/"};
  const auto is_json = [&](const std::string& type) {
    request.headers["content-type"] = type;
    return request.HasContentType("application/json");
  };
  EXPECT_TRUE(is_json("application/json"));
  EXPECT_TRUE(is_json("Application/JSON; charset=UTF-8"));
  EXPECT_FALSE(is_json("application/json; charset=gbk"));
  EXPECT_FALSE(is_json("text/plain"));
  EXPECT_FALSE(is_json(""));
}

TEST(HttpResponseTest, CarriesTheSecurityHeadersAndNoForeignLine) {
  const std::string text = RenderResponse(JsonResponse("{}"), true, true);
  EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"));
  EXPECT_TRUE(text.ends_with("\r\n\r\n{}"));
  EXPECT_NE(text.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(text.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_NE(text.find("Cache-Control: no-store\r\n"), std::string::npos);
  HttpResponse bad = JsonResponse("{}");
  bad.headers.emplace_back("X", "a\r\nSet-Cookie: s=1");
  EXPECT_TRUE(RenderResponse(bad, true, true).starts_with("HTTP/1.1 500 "));
}

TEST(HttpProblemTest, IsAProblemDocument) {
  const HttpResponse response =
      ProblemResponse({409, "ticket-resolved", "The ticket \xff is resolved.", {{"n", "26-1"}}});
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"urn:recourse:problem:ticket-resolved","title":"Conflict","status":409,)"
            R"("detail":"The ticket � is resolved.","slug":"ticket-resolved",)"
            R"("parameters":{"n":"26-1"}})");
  EXPECT_EQ(ProblemOf(absl::UnavailableError("later")).status, 503);
  EXPECT_EQ(ProblemOf(absl::NotFoundError("none")).body.find("\"slug\":\"not-found\"") !=
                std::string::npos,
            true);
}

}  // namespace
}  // namespace recourse
