#include "services/common/courier/mail_header.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "services/common/courier/base64.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

constexpr const char* kEnd = "\r\n";
constexpr std::size_t kColumnsMax = 76;
constexpr std::size_t kTokenBytesMax = 900;  // a line has at most 998 bytes (RFC 5322)
constexpr std::string_view kWordBegin = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }
bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

Status Check(std::string_view name, std::string_view value) {
  if (!IsUtf8(value) || std::any_of(value.begin(), value.end(), IsControl)) {
    return absl::InvalidArgumentError("the header " + std::string(name) +
                                      " has a control character, or is not UTF-8");
  }
  return absl::OkStatus();
}

// How many bytes of text an encoded word of at most `columns` columns holds.
std::size_t BytesOfWord(std::size_t columns) {
  const std::size_t room = columns - std::min(columns, kWordBegin.size() + kWordEnd.size());
  return room / 4 * 3;
}

// Begins in the column after `column` bytes; goes on in lines of their own.
std::string EncodedWords(std::string_view text, std::size_t column) {
  std::string words;
  while (!text.empty()) {
    const auto piece = ClipUtf8(text, BytesOfWord(kColumnsMax - column - 1));
    if (!words.empty()) words += std::string(kEnd) + " ";
    words.append(kWordBegin).append(EncodeBase64(piece)).append(kWordEnd);
    text.remove_prefix(piece.size());
    column = 1;
  }
  return words;
}

std::string Quoted(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string Line(std::string_view name, std::string_view value) {
  return std::string(name) + ": " + std::string(value) + kEnd;
}

}  // namespace

StatusOr<std::string> TextHeader(std::string_view name, std::string_view value) {
  if (Status s = Check(name, value); !s.ok()) return s;
  const std::size_t column = name.size() + 2;
  const bool plain = IsAscii(value) && column + value.size() <= kColumnsMax &&
                     value.find("=?") == std::string_view::npos && !value.starts_with(' ') &&
                     !value.ends_with(' ');
  return Line(name, plain ? std::string(value) : EncodedWords(value, column));
}

StatusOr<std::string> AddressHeader(std::string_view name, const MailAddress& address) {
  if (Status s = CheckMailAddress(address.address); !s.ok()) return s;
  if (Status s = Check(name, address.name); !s.ok()) return s;
  const std::string mailbox = "<" + address.address + ">";
  if (address.name.empty()) return Line(name, mailbox);
  const std::size_t column = name.size() + 2;
  const std::string quoted = Quoted(address.name);
  const bool plain = IsAscii(address.name) && column + quoted.size() <= kColumnsMax;
  const std::string shown = plain ? quoted : EncodedWords(address.name, column);
  return Line(name, shown + kEnd + " " + mailbox);
}

StatusOr<std::string> TokenHeader(std::string_view name, std::string_view value) {
  if (Status s = Check(name, value); !s.ok()) return s;
  if (!IsAscii(value) || value.size() > kTokenBytesMax ||
      value.find(' ') != std::string_view::npos) {
    return absl::InvalidArgumentError("the header " + std::string(name) +
                                      " takes ASCII without spaces, at most 900 bytes");
  }
  return Line(name, value);
}

std::string MailDate(Timestamp time) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace recourse
