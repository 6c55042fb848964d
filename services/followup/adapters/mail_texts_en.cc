#include "services/followup/adapters/mail_texts.h"

namespace recourse::followup {

const MailTexts& EnglishTexts() {
  static const MailTexts texts = {
      .language = "en",
      .greeting = "Hello,",
      .survey = {.subject = "Ticket {number}: was it put right?",
                 .body = "We have dealt with what you told us (ticket {number}). Please take a "
                         "minute to tell us whether it was really put right:",
                 .button = "Tell us",
                 .short_text = "Your ticket {number} is resolved. Was it put right? Tell us: "
                               "{url} (until {expire}). Do not ask me again: {opt_out}"},
      .reminder = {.subject = "Ticket {number}: we would still like to hear from you",
                   .body = "We have not heard yet whether ticket {number} was really put right. "
                           "If you have a minute, please tell us; we will not remind you again:",
                   .button = "Tell us",
                   .short_text = "We would still like to hear from you about ticket {number}: "
                                 "{url} (until {expire}; no more reminders). Do not ask me again: "
                                 "{opt_out}"},
      .expiry = "The link works until {expire} and takes one answer. You need not sign in.",
      .opt_out = "If you do not want to be asked again, open:",
      .automatic = "This mail was sent automatically.",
      .reply_subject = "Our reply: ticket {number}",
      .reply_end = "Ticket {number}. Please name it when you contact us again.",
      .digest_subject_one = "{kind}: ticket {number}",
      .digest_subject_many = "{count} notices: tickets {number}",
      .digest_begin = "These tickets need your attention:",
      .digest_dropped = "{count} older notices are not listed here: please look at your inbox.",
      .ticket = "ticket {number}",
      .due = "{clock} due {time}",
      .branch = "branch {branch}",
      .list_joint = ", ",
      .kinds = {{"new_ticket", "New ticket"},
                {"warned", "Due soon"},
                {"breached", "Overdue"},
                {"escalated", "Escalated"},
                {"reopened", "Reopened"},
                {"reply_failed", "Reply not delivered"},
                {"breach_revoked", "No longer overdue"}},
      .clocks = {{"first_response", "first response"},
                 {"next_response", "next response"},
                 {"resolution", "resolution"},
                 {"statutory", "statutory answer"}},
      .severities = {{"1", "low"}, {"2", "normal"}, {"3", "high"}, {"4", "critical"}}};
  return texts;
}

}  // namespace recourse::followup
