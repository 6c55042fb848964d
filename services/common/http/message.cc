#include "services/common/http/message.h"

#include <algorithm>

#include "services/common/http/security_headers.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes what stands before the next `separator` off the front of `rest`.
std::string_view NextPart(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = Trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

bool IsHeaderText(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

bool IsSendable(const HttpResponse& response) {
  return IsHeaderText(response.content_type) && IsHeaderText(response.cache_control) &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return IsHeaderText(header.first) && IsHeaderText(header.second);
         });
}

void AppendHeader(std::string_view name, std::string_view value, std::string& text) {
  text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
  });
  return lower;
}

std::string_view HttpRequest::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : found->second;
}

std::optional<std::string> HttpRequest::Query(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::nullopt : std::make_optional(found->second);
}

std::string_view HttpRequest::Cookie(std::string_view name) const {
  for (std::string_view rest = Header("cookie"); !rest.empty();) {
    const std::string_view pair = NextPart(rest, ';');
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

std::string_view HttpRequest::Bearer() const {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view value = Header("authorization");
  return LowerCase(value.substr(0, kScheme.size())) == kScheme ? value.substr(kScheme.size())
                                                               : std::string_view();
}

bool HttpRequest::HasContentType(std::string_view type) const {
  std::string_view rest = Header("content-type");
  if (LowerCase(NextPart(rest, ';')) != type) {
    return false;
  }
  while (!rest.empty()) {
    const std::string parameter = LowerCase(NextPart(rest, ';'));
    const bool charset = parameter.starts_with("charset=");
    if (charset && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") {
      return false;
    }
  }
  return true;
}

HttpResponse JsonResponse(std::string body, int status) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

std::string RenderResponse(const HttpResponse& response, bool keep_alive, bool with_body) {
  if (!IsSendable(response)) {
    Log(LogLevel::kError, "a response had a line break in a header");
    return RenderResponse(JsonResponse("{}", 500), keep_alive, with_body);
  }
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
  text.append(ReasonPhrase(response.status)).append("\r\n");
  if (!response.body.empty()) {
    AppendHeader("Content-Type", response.content_type, text);
  }
  if (response.status != kNoContent && response.status != kNotModified) {
    AppendHeader("Content-Length", std::to_string(response.body.size()), text);
  }
  AppendHeader("Cache-Control", response.cache_control, text);
  AppendHeader("Connection", keep_alive ? "keep-alive" : "close", text);
  for (const auto& [name, value] : SecurityHeaders()) {
    AppendHeader(name, value, text);
  }
  for (const auto& [name, value] : response.headers) {
    AppendHeader(name, value, text);
  }
  text += "\r\n";
  return with_body ? text + response.body : text;
}

std::string_view ReasonPhrase(int status) {
  static const std::map<int, std::string_view> phrases = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {303, "See Other"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
  };
  const auto found = phrases.find(status);
  return found == phrases.end() ? "Other" : found->second;
}

}  // namespace recourse
