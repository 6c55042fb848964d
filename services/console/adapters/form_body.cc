#include "services/console/adapters/form_body.h"

#include <algorithm>
#include <optional>

#include "services/common/text/utf8.h"

namespace recourse::console {
namespace {

constexpr std::string_view kUrlEncoded = "application/x-www-form-urlencoded";
constexpr std::string_view kMultipart = "multipart/form-data";
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kBoundaryBytesMax = 70;  // RFC 2046

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::optional<std::string> Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return decoded;
}

// False for a field that no form of ours has, or has once.
bool Put(const std::string& name, const std::string& value, FormFields& fields) {
  const bool plain = IsUtf8(name) && IsUtf8(value) && !name.empty() &&
                     name.find('\0') == std::string::npos && value.find('\0') == std::string::npos;
  return plain && fields.size() < kFormFieldsMax && fields.emplace(name, value).second;
}

// Takes what stands before `end` off the front of `rest`, and `end` itself.
std::optional<std::string_view> TakeUntil(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return taken;
}

bool ReadUrlEncoded(std::string_view body, FormFields& fields) {
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = Decoded(pair.substr(0, equals));
    const auto value = Decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value || !Put(*name, *value, fields)) return false;
  }
  return true;
}

// `name="..."` of Content-Disposition: form-data; nothing for a file or another header.
std::optional<std::string> NameOf(std::string_view head) {
  constexpr std::string_view kDisposition = "content-disposition: form-data;";
  constexpr std::string_view kName = " name=\"";
  const std::string lower = LowerCase(head);
  const std::size_t at = lower.find(kDisposition);
  if (at == std::string::npos || lower.find("filename") != std::string::npos) return std::nullopt;
  std::string_view rest = head.substr(at + kDisposition.size());
  if (!rest.starts_with(kName)) return std::nullopt;
  rest.remove_prefix(kName.size());
  const auto name = TakeUntil(rest, "\"");
  return name ? std::make_optional(std::string(*name)) : std::nullopt;
}

std::optional<std::string> BoundaryOf(std::string_view content_type) {
  constexpr std::string_view kBoundary = "boundary=";
  const std::size_t at = LowerCase(content_type).find(kBoundary);
  if (at == std::string::npos) return std::nullopt;
  std::string_view rest = content_type.substr(at + kBoundary.size());
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  const std::string boundary(rest.substr(0, rest.find_first_of(quoted ? "\"" : "; \t")));
  if (boundary.empty() || boundary.size() > kBoundaryBytesMax) return std::nullopt;
  return boundary;
}

bool ReadMultipart(std::string_view content_type, std::string_view body, FormFields& fields) {
  const auto boundary = BoundaryOf(content_type);
  if (!boundary) return false;
  const std::string mark = "--" + *boundary;
  const std::string next = std::string(kLineEnd) + mark;
  if (!body.starts_with(mark)) return false;
  body.remove_prefix(mark.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with(kLineEnd)) return false;
    const auto head = TakeUntil(body, "\r\n\r\n");
    const auto name = head ? NameOf(*head) : std::nullopt;
    const auto value = TakeUntil(body, next);
    if (!name || !value || !Put(*name, std::string(*value), fields)) return false;
  }
  return true;
}

}  // namespace

std::variant<FormFields, FormFault> ReadForm(const HttpRequest& request) {
  if (request.body.size() > kFormBytesMax) return FormFault::kTooLarge;
  FormFields fields;
  bool read = false;
  if (request.HasContentType(kUrlEncoded)) {
    read = ReadUrlEncoded(request.body, fields);
  } else if (request.HasContentType(kMultipart)) {
    read = ReadMultipart(request.Header("content-type"), request.body, fields);
  } else {
    return FormFault::kWrongType;
  }
  if (!read) return FormFault::kUnreadable;
  return fields;
}

}  // namespace recourse::console
