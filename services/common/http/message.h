#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace recourse {

// A request as a handler sees it: read to its end, checked, decoded, and never changed again.
struct HttpRequest {
  // GET, HEAD, POST, PUT, PATCH or DELETE.
  std::string method;
  // Percent-decoded once; UTF-8 without controls and backslashes; begins with '/'; no part is empty
  // but the last, none begins with two dots or is one: "/v1/feedback".
  std::string path;
  // Decoded; no name twice.
  std::map<std::string, std::string> query{};
  // Names in lower case; of those given twice the values joined by ", ".
  std::map<std::string, std::string> headers{};
  std::string body{};
  // "127.0.0.1:50412", as the socket says. X-Forwarded-For is a header like any other.
  std::string peer{};

  // Empty when there is none. `name` in lower case.
  std::string_view Header(const std::string& name) const;
  std::optional<std::string> Query(const std::string& name) const;
  // A cookie's value; empty when there is none.
  std::string_view Cookie(std::string_view name) const;
  // The <key> of `authorization: Bearer <key>`; empty when there is none.
  std::string_view Bearer() const;
  // Whether the body says that it is of this type ("application/json"), in whatever case, and with
  // no charset other than utf-8.
  bool HasContentType(std::string_view type) const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body{};
  // Besides those that the server sets itself (security_headers.h). One with a line break in it is
  // not sent: the answer becomes 500.
  std::vector<std::pair<std::string, std::string>> headers{};
  // Pages and their parts may be kept by a browser; everything else is `no-store`.
  std::string cache_control = "no-store";
};

// 200, or another status, with this JSON.
HttpResponse JsonResponse(std::string body, int status = 200);

// As it goes over the wire; `with_body` is false for HEAD.
std::string RenderResponse(const HttpResponse& response, bool keep_alive, bool with_body);

// "Not Found".
std::string_view ReasonPhrase(int status);

// ASCII letters only: what names in HTTP are compared by.
std::string LowerCase(std::string_view text);

}  // namespace recourse
