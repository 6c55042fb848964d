#pragma once

#include <string>

#include "services/common/courier/composer.h"
#include "services/followup/adapters/token.h"

namespace recourse::followup {

// The words of what followup sends: surveys, reminders, replies and the mails of the staff, in the
// language that the effect names (zh, else en). What a customer wrote stands in none of them; what
// an agent wrote to him stands in a reply as he wrote it. Thread-safe.
class MailComposer final : public Composer {
 public:
  // `tokens` outlives it. `public_url` is where customers and staff reach the console, without a
  // slash at its end; List-Unsubscribe is only there where it is https.
  MailComposer(const SurveyTokens& tokens, std::string public_url)
      : tokens_(tokens), public_url_(std::move(public_url)) {}
  StatusOr<MailText> WriteMail(const Effect& effect, const recourse::Contact& contact) override;
  // {"type": "recourse.survey", "to": {...}, "data": {...}} as in common/courier/composer.h: the
  // effect's parameters, and beside them `text`, ready to be sent as it is, and for a survey `url`.
  StatusOr<std::string> WriteWebhook(const Effect& effect,
                                     const recourse::Contact& contact) override;

 private:
  std::string LinkOf(const Effect& effect) const;

  const SurveyTokens& tokens_;
  const std::string public_url_;
};

}  // namespace recourse::followup
