#include "services/common/courier/mail_address.h"

#include <algorithm>

namespace recourse {
namespace {

constexpr std::size_t kAddressBytesMax = 254;
constexpr std::size_t kLocalBytesMax = 64;
constexpr std::size_t kLabelBytesMax = 63;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool IsAtomLetter(char c) {
  return IsAlphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string::npos;
}
bool IsLabelLetter(char c) { return IsAlphanumeric(c) || c == '-'; }

// Words of letters with single dots between them.
template <typename Letter>
bool IsDotted(std::string_view text, std::size_t word_bytes_max, Letter letter) {
  std::size_t length = 0;
  for (const char c : text) {
    if (c == '.' ? length == 0 : !letter(c) || length == word_bytes_max) return false;
    length = c == '.' ? 0 : length + 1;
  }
  return length > 0;
}

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string MailAddress::Domain() const {
  std::string domain = address.substr(address.find('@') + 1);
  std::transform(domain.begin(), domain.end(), domain.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return domain;
}

Status CheckMailAddress(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || address.size() > kAddressBytesMax || at > kLocalBytesMax ||
      !IsDotted(address.substr(0, at), kLocalBytesMax, IsAtomLetter) ||
      !IsDotted(address.substr(at + 1), kLabelBytesMax, IsLabelLetter)) {
    return absl::InvalidArgumentError(
        "not a mail address of the form somebody@example.com in ASCII");
  }
  return absl::OkStatus();
}

StatusOr<MailAddress> ParseMailAddress(std::string_view text) {
  const auto open = text.find('<');
  MailAddress parsed{std::string(Trimmed(text))};
  if (open != std::string_view::npos) {
    if (!text.ends_with('>')) {
      return absl::InvalidArgumentError("a name and then <somebody@example.com> are expected");
    }
    parsed.name = Trimmed(text.substr(0, open));
    parsed.address = text.substr(open + 1, text.size() - open - 2);
  }
  if (Status s = CheckMailAddress(parsed.address); !s.ok()) return s;
  return parsed;
}

}  // namespace recourse
