#pragma once

#include "services/common/courier/mail_courier.h"
#include "services/common/courier/webhook_courier.h"
#include "services/common/process/environment.h"

namespace recourse {

// How what leaves the house leaves it: the wiring of a service that has effects.
struct CourierConfig {
  // RECOURSE_SMTP_ADDR, RECOURSE_SMTP_FROM, RECOURSE_SMTP_TLS (starttls), RECOURSE_SMTP_USER and
  // RECOURSE_SMTP_PASSWORD_FILE (both or none, and only with TLS).
  SmtpOptions smtp;
  // RECOURSE_WEBHOOK_FILE: the endpoints (webhook_endpoint.h); none without it.
  WebhookOptions webhook;
};
CourierConfig ReadCourierConfig(Environment& environment);

}  // namespace recourse
