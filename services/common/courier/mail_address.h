#pragma once

#include <string>
#include <string_view>

#include "services/common/core/status.h"

namespace recourse {

// A mailbox: local part and domain, and the name that is shown beside it.
struct MailAddress {
  std::string address;  // somebody@example.com
  std::string name{};   // UTF-8; empty for none
  // What follows the @, lower case.
  std::string Domain() const;
};

// `somebody@example.com` and nothing else: ASCII, at most 254 bytes, 64 of them before the @, with
// the letters that RFC 5321 lets stand without quotes. A mail address beyond ASCII needs a server
// that speaks SMTPUTF8, and is refused. INVALID_ARGUMENT repeats nothing of the text.
Status CheckMailAddress(std::string_view address);

// `somebody@example.com` or `Some Body <somebody@example.com>`.
StatusOr<MailAddress> ParseMailAddress(std::string_view text);

}  // namespace recourse
