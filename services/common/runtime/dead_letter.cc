#include "services/common/runtime/dead_letter.h"

namespace recourse {
namespace {

// Headers are bytes to whoever wrote them; the outbox keeps text. What is not plain ASCII is
// escaped like in a URL, so that nothing is lost.
std::string Escaped(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~' && c != '%') {
      text += c;
    } else {
      text += '%';
      text += kDigits[(static_cast<unsigned char>(c)) >> 4];
      text += kDigits[(static_cast<unsigned char>(c)) & 15];
    }
  }
  return text;
}

}  // namespace

DeadLetterRow DeadLetterRowOf(const DeadLetter& letter) {
  const RawRecord& raw = *letter.raw;
  DeadLetterRow row{ParseUuid(raw.key).value_or(letter.id.uuid()), {}};
  const auto add = [&](const std::string& name, const std::string& value) {
    row.headers.push_back(Escaped(name));
    row.headers.push_back(Escaped(value));
  };
  add(kOriginHeader, ToString(raw.partition) + "/" + std::to_string(raw.offset));
  add(kReasonHeader, letter.reason);
  add(kOriginKeyHeader, raw.key);
  for (const auto& [name, value] : raw.headers) add(kOriginHeaderPrefix + name, value);
  return row;
}

std::string EncodeRefusal(const Refusal& refusal) {
  std::string bytes = refusal.slug;
  for (const auto& [name, value] : refusal.parameters) {
    bytes += '\0' + name + '\0' + value;
  }
  return bytes;
}

Refusal DecodeRefusal(const std::string& bytes) {
  std::vector<std::string> parts(1);
  for (const char c : bytes) {
    if (c == '\0') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  Refusal refusal{parts.front(), {}};
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) refusal.parameters[parts[i]] = parts[i + 1];
  return refusal;
}

}  // namespace recourse
