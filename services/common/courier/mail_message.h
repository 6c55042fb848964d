#pragma once

#include <string>

#include "services/common/core/effect.h"
#include "services/common/core/status.h"
#include "services/common/courier/composer.h"
#include "services/common/courier/mail_address.h"

namespace recourse {

// Who a mail is from and to, and by what it is known.
struct MailEnvelope {
  MailAddress from;
  MailAddress to;
  std::string message_id;  // with its brackets
  Timestamp date;
};

// <effect id@domain of the sender>: the same for each attempt.
std::string MessageIdOf(EffectId id, const MailAddress& from);

// The whole mail (RFC 5322, MIME), line ends CRLF: bodies in base64, so that no line of them is too
// long, begins with a dot or ends in a way that a server could take for the end. INVALID_ARGUMENT
// for what cannot be a mail; the message repeats nothing of it.
StatusOr<std::string> WriteMailMessage(const MailEnvelope& envelope, const MailText& text);

}  // namespace recourse
