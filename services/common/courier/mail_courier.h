#pragma once

#include <functional>
#include <string>

#include "services/common/courier/address_book.h"
#include "services/common/courier/composer.h"
#include "services/common/courier/mail_address.h"
#include "services/common/courier/transfer.h"
#include "services/common/process/address.h"
#include "services/common/process/secret.h"
#include "services/common/runtime/effect_ports.h"

namespace recourse {

enum class SmtpTls {
  kNone,      // in the clear: a server on this machine or in this network
  kStartTls,  // begins in the clear; nothing is said before TLS stands
  kTls,       // from the first byte
};

struct SmtpOptions {
  Address server;
  MailAddress from;
  SmtpTls tls = SmtpTls::kStartTls;
  std::string user{};  // empty for no login
  Secret password{};
  std::string ca_file{};  // certificates to trust instead of the system's; empty for those
  // RFC 5321 grants a server minutes to think, above all once it has the mail.
  TransferLimits limits{std::chrono::seconds(15), std::chrono::minutes(3), Parcel::kSendWaitMax, 0};
  std::function<Timestamp()> clock = [] {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  };
};

// Mail by SMTP. What the server has neither taken nor refused for good is tried again; no answer to
// a mail that was handed over is unknown.
class MailCourier final : public Courier {
 public:
  // `book` and `composer` outlive it.
  MailCourier(SmtpOptions options, AddressBook& book, Composer& composer)
      : options_(std::move(options)), book_(book), composer_(composer) {}
  PreparedEffect Prepare(const ClaimedEffect& claimed) override;

 private:
  const SmtpOptions options_;
  AddressBook& book_;
  Composer& composer_;
};

}  // namespace recourse
