#include "services/common/courier/courier_config.h"

namespace recourse {
namespace {

constexpr Bounds kPasswordBytes{1, 1'024};
constexpr Bounds kEndpointsBytes{2, 65'536};

SmtpTls TlsOf(const std::string& name) {
  if (name == "none") return SmtpTls::kNone;
  return name == "tls" ? SmtpTls::kTls : SmtpTls::kStartTls;
}

SmtpOptions ReadSmtp(Environment& environment) {
  SmtpOptions smtp;
  smtp.server = environment.HostPort("RECOURSE_SMTP_ADDR");
  const std::string from = environment.Text("RECOURSE_SMTP_FROM");
  if (auto parsed = ParseMailAddress(from); parsed.ok()) {
    smtp.from = *std::move(parsed);
  } else if (!from.empty()) {
    environment.AddFault("RECOURSE_SMTP_FROM is \"" + from +
                         "\". Set it to an address, such as Service <service@example.com>.");
  }
  smtp.tls =
      TlsOf(environment.Choice("RECOURSE_SMTP_TLS", {"none", "starttls", "tls"}, "starttls"));
  smtp.user = environment.Text("RECOURSE_SMTP_USER", "");
  smtp.password = environment.OptionalSecretFile("RECOURSE_SMTP_PASSWORD_FILE", kPasswordBytes);
  return smtp;
}

void CheckLogin(const SmtpOptions& smtp, Environment& environment) {
  if (smtp.user.empty() != smtp.password.empty()) {
    environment.AddFault(
        "RECOURSE_SMTP_USER and RECOURSE_SMTP_PASSWORD_FILE belong together. Set both or none.");
  }
  if (!smtp.user.empty() && smtp.tls == SmtpTls::kNone) {
    environment.AddFault(
        "RECOURSE_SMTP_USER is set and RECOURSE_SMTP_TLS is none, which would show the password "
        "to the network. Set RECOURSE_SMTP_TLS to starttls or tls.");
  }
}

WebhookEndpoints ReadEndpoints(Environment& environment) {
  const Secret document = environment.OptionalSecretFile("RECOURSE_WEBHOOK_FILE", kEndpointsBytes);
  if (document.empty()) return {};
  auto endpoints = ParseWebhookEndpoints(document.Reveal());
  if (endpoints.ok()) return *std::move(endpoints);
  environment.AddFault("RECOURSE_WEBHOOK_FILE names a file that is not understood: " +
                       std::string(endpoints.status().message()) + ".");
  return {};
}

}  // namespace

CourierConfig ReadCourierConfig(Environment& environment) {
  CourierConfig config;
  config.smtp = ReadSmtp(environment);
  CheckLogin(config.smtp, environment);
  config.webhook.endpoints = ReadEndpoints(environment);
  return config;
}

}  // namespace recourse
