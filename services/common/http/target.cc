#include "services/common/http/target.h"

#include <algorithm>

#include "services/common/text/utf8.h"

namespace recourse {
namespace {

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

bool IsControl(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

std::optional<std::string> Decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return IsUtf8(decoded) ? std::make_optional(decoded) : std::nullopt;
}

bool IsPlainPart(std::string_view part) {
  return part != "." && !part.starts_with("..") && part.find_first_of("/\\") == part.npos &&
         std::none_of(part.begin(), part.end(), IsControl);
}

std::optional<std::string> ParsePath(std::string_view raw) {
  if (!raw.starts_with('/')) {
    return std::nullopt;
  }
  std::string path;
  while (!raw.empty()) {
    raw.remove_prefix(1);  // the slash
    const std::size_t end = std::min(raw.find('/'), raw.size());
    const auto part = Decode(raw.substr(0, end));
    const bool last = end == raw.size();
    if (!part || !IsPlainPart(*part) || (part->empty() && !last)) {
      return std::nullopt;
    }
    path += "/" + *part;
    raw.remove_prefix(end);
  }
  return path;
}

std::optional<std::string> DecodeQueryText(std::string_view raw) {
  std::string text(raw);
  std::replace(text.begin(), text.end(), '+', ' ');
  auto decoded = Decode(text);
  const bool plain = decoded && decoded->find('\0') == std::string::npos;
  return plain ? decoded : std::nullopt;
}

bool ParseQuery(std::string_view raw, std::map<std::string, std::string>& query) {
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = DecodeQueryText(pair.substr(0, equals));
    const auto value = DecodeQueryText(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || name->empty() || !value || !query.emplace(*name, *value).second) {
      return false;
    }
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  return true;
}

}  // namespace

std::optional<HttpTarget> ParseTarget(std::string_view target) {
  if (target.find('#') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  const auto path = ParsePath(target.substr(0, question));
  HttpTarget parsed;
  if (!path || !ParseQuery(target.substr(std::min(question + 1, target.size())), parsed.query)) {
    return std::nullopt;
  }
  parsed.path = *path;
  return parsed;
}

}  // namespace recourse
