#include "services/common/http/head.h"

#include <algorithm>
#include <array>
#include <optional>

#include "services/common/http/target.h"

namespace recourse {
namespace {

constexpr std::size_t kMaxLengthDigits = 18;

Problem Malformed(std::string detail) {
  return {400, "request-malformed", std::move(detail) + " Send a plain HTTP/1.1 request."};
}

bool IsTokenCharacter(char byte) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || kMarks.find(byte) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

bool IsValue(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

bool IsLength(std::string_view text) {
  return !text.empty() && text.size() <= kMaxLengthDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == text.npos ? std::string_view()
                            : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// The next line without its end; nothing when it does not end in CR LF.
std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r') {
    return std::nullopt;
  }
  const std::string_view line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<Problem> ReadRequestLine(std::string_view line, HttpRequest& request) {
  constexpr std::array<std::string_view, 6> kMethods = {"GET", "HEAD",  "POST",
                                                        "PUT", "PATCH", "DELETE"};
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || first == last || !IsToken(line.substr(0, first))) {
    return Malformed("The request line is not METHOD TARGET HTTP/1.1.");
  }
  if (line.substr(last + 1) != "HTTP/1.1") {
    return Problem{505, "http-version-unsupported", "This server speaks HTTP/1.1 and no other."};
  }
  request.method = line.substr(0, first);
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end()) {
    return Problem{405, "method-not-allowed", "Nothing here answers this method."};
  }
  auto target = ParseTarget(line.substr(first + 1, last - first - 1));
  if (!target) {
    return Problem{400, "target-malformed",
                   "The path or the query is not one that is read in one way only. Send "
                   "/path?name=value in UTF-8, percent-encoded once, each name once."};
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  return std::nullopt;
}

std::optional<Problem> ReadField(std::string_view line, HttpRequest& request) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos || !IsToken(line.substr(0, colon)) || !IsValue(line)) {
    return Malformed("A header is not NAME: VALUE on one line.");
  }
  const std::string name = LowerCase(line.substr(0, colon));
  const std::string value(Trimmed(line.substr(colon + 1)));
  const auto [place, fresh] = request.headers.emplace(name, value);
  if (fresh) {
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 4> kOnce = {"host", "content-length", "transfer-encoding",
                                                     "content-type"};
  if (std::find(kOnce.begin(), kOnce.end(), name) != kOnce.end()) {
    return Malformed("A header that may stand once stands twice.");
  }
  place->second += ", " + value;
  return std::nullopt;
}

std::optional<Problem> CheckFraming(const HttpRequest& request) {
  const auto length = request.headers.find("content-length");
  const auto coding = request.headers.find("transfer-encoding");
  const bool has_length = length != request.headers.end();
  const bool has_coding = coding != request.headers.end();
  if (request.Header("host").empty()) {
    return Malformed("The header Host is missing.");
  }
  if (has_length && has_coding) {
    return Malformed("Content-Length and Transfer-Encoding stand together.");
  }
  if (has_length && !IsLength(length->second)) {
    return Malformed("Content-Length is not a number.");
  }
  if (has_coding && LowerCase(coding->second) != "chunked") {
    return Malformed("Transfer-Encoding is not chunked.");
  }
  const std::string encoding = LowerCase(request.Header("content-encoding"));
  if (!encoding.empty() && encoding != "identity") {
    return Problem{415, "content-encoding-unsupported", "Send the body as it is, not compressed."};
  }
  const std::string expect = LowerCase(request.Header("expect"));
  if (!expect.empty() && expect != "100-continue") {
    return Problem{417, "expectation-unsupported", "Leave the header Expect away."};
  }
  return std::nullopt;
}

}  // namespace

std::variant<HttpRequest, Problem> ParseHead(std::string_view head) {
  HttpRequest request;
  auto line = TakeLine(head);
  auto problem =
      line ? ReadRequestLine(*line, request) : Malformed("A line does not end in CR LF.");
  for (std::size_t fields = 0; !problem && !head.empty(); ++fields) {
    line = TakeLine(head);
    if (line && line->empty()) {
      break;
    }
    if (fields == kMaxHeaderFields) {
      problem = Problem{431, "headers-too-large", "There are more than 100 headers. Send fewer."};
    } else {
      problem = line ? ReadField(*line, request) : Malformed("A line does not end in CR LF.");
    }
  }
  if (!problem) {
    problem = CheckFraming(request);
  }
  if (problem) {
    return *std::move(problem);
  }
  return request;
}

}  // namespace recourse
