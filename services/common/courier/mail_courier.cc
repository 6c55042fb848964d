#include "services/common/courier/mail_courier.h"

#include <utility>

#include "services/common/courier/mail_message.h"
#include "services/common/courier/prepare.h"

namespace recourse {
namespace {

std::string UrlOf(const SmtpOptions& options) {
  const char* scheme = options.tls == SmtpTls::kTls ? "smtps://" : "smtp://";
  // What follows is the name by which we greet: a host name is not always one that others know.
  return scheme + options.server.Text() + "/" + options.from.Domain();
}

class MailParcel final : public Parcel {
 public:
  MailParcel(const SmtpOptions& options, const MailEnvelope& envelope, std::string message)
      : message_id_(envelope.message_id),
        transfer_(Speech::kMail, std::move(message), options.limits, false) {
    transfer_.Set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    transfer_.Set(CURLOPT_URL, UrlOf(options).c_str());
    transfer_.Set(
        CURLOPT_USE_SSL,
        static_cast<long>(options.tls == SmtpTls::kStartTls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!options.ca_file.empty()) transfer_.Set(CURLOPT_CAINFO, options.ca_file.c_str());
    if (!options.user.empty()) {
      transfer_.Set(CURLOPT_USERNAME, options.user.c_str());
      transfer_.Set(CURLOPT_PASSWORD, options.password.Reveal().c_str());
      transfer_.Set(CURLOPT_SASL_IR, 1L);
    }
    transfer_.Set(CURLOPT_UPLOAD, 1L);
    transfer_.Set(CURLOPT_MAIL_FROM, envelope.from.address.c_str());
    transfer_.SetList(CURLOPT_MAIL_RCPT, {envelope.to.address});
  }
  const std::string& message_id() const override { return message_id_; }
  SendOutcome Send(const std::stop_token& stop) override { return JudgeMail(transfer_.Run(stop)); }

 private:
  const std::string message_id_;
  Transfer transfer_;
};

}  // namespace

PreparedEffect MailCourier::Prepare(const ClaimedEffect& claimed) {
  const auto contact = book_.Find(claimed.effect.recipient);
  if (!contact.ok()) return JudgeAddress(contact.status());
  if (contact->email.empty()) {
    return JudgeAddress(absl::NotFoundError("no mail address is known"));
  }
  const auto text = composer_.WriteMail(claimed.effect, *contact);
  if (!text.ok()) return JudgeComposing(text.status());
  const MailEnvelope envelope{options_.from,
                              {contact->email, contact->name},
                              MessageIdOf(claimed.id, options_.from),
                              options_.clock()};
  auto message = WriteMailMessage(envelope, *text);
  if (!message.ok()) return JudgeComposing(message.status());
  return std::make_unique<MailParcel>(options_, envelope, *std::move(message));
}

}  // namespace recourse
