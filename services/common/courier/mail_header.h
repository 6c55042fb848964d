#pragma once

#include <string>
#include <string_view>

#include "services/common/core/status.h"
#include "services/common/core/time.h"
#include "services/common/courier/mail_address.h"

namespace recourse {

// Lines of a mail's header, each with its CRLF. A value with a control character (a line end above
// all, which would begin a header of its own) or that is not UTF-8 is INVALID_ARGUMENT.

// Free text: as it is where that is short ASCII, else in encoded words (RFC 2047), each of which
// holds whole characters and at most 75 bytes.
StatusOr<std::string> TextHeader(std::string_view name, std::string_view value);
// A mailbox with its name.
StatusOr<std::string> AddressHeader(std::string_view name, const MailAddress& address);
// A value of ASCII without spaces, such as a Message-ID, as it is.
StatusOr<std::string> TokenHeader(std::string_view name, std::string_view value);

// As RFC 5322 writes it, in UTC: Sun, 22 Nov 2026 17:45:12 +0000.
std::string MailDate(Timestamp time);

}  // namespace recourse
