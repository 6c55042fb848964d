#pragma once

#include <string>

#include "services/common/core/effect.h"
#include "services/common/core/status.h"
#include "services/common/courier/address_book.h"

namespace recourse {

// What a mail says. All of it is UTF-8; line ends are mended, control characters in a header refuse
// the mail.
struct MailText {
  std::string subject{};
  std::string text{};
  std::string html{};              // beside the text; empty for none
  std::string reply_to{};          // an address; empty for none
  std::string in_reply_to{};       // a Message-ID with its brackets; empty for none
  std::string list_unsubscribe{};  // https://... or mailto:...; empty for none
  bool automatic = true;           // Auto-Submitted: nobody's machine is to answer it
};

// From an effect to its words, just before it is sent. INVALID_ARGUMENT: it can never be written;
// the message says why. Any other error is worth another try. Thread-safe.
class Composer {
 public:
  virtual ~Composer() = default;
  virtual StatusOr<MailText> WriteMail(const Effect& effect, const Contact& contact) = 0;
  // The body of a webhook: one JSON document, the same each time it is asked for.
  virtual StatusOr<std::string> WriteWebhook(const Effect& effect, const Contact& contact) = 0;
};

// The effect's parameters as they are. Of a mail: subject and text, html, reply_to, in_reply_to and
// list_unsubscribe, named as in MailText. Of a webhook: all of them, as {"type":
// "recourse.<purpose>", "to": {what is known of email, phone, name, language}, "data": {...}}.
class PlainComposer : public Composer {
 public:
  // What a person wrote, an effect with the purpose "reply", is not automatic.
  StatusOr<MailText> WriteMail(const Effect& effect, const Contact& contact) override;
  StatusOr<std::string> WriteWebhook(const Effect& effect, const Contact& contact) override;
};

}  // namespace recourse
