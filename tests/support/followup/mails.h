#pragma once

#include <string>

#include "services/followup/adapters/token.h"
#include "tests/support/followup_values.h"

// The effects that tests have written as mails.
namespace recourse::followup::testing {

inline constexpr const char* kMailUrl = "https://care.bank.example";

inline SurveyTokens MailTokens() {
  return SurveyTokens({Secret("0123456789abcdef0123456789abcdef")});
}
inline LoopId MailLoop() { return IdOf<LoopId>("mail"); }

inline Effect AskingEffect(const std::string& purpose, const std::string& language) {
  Effect effect;
  effect.purpose = purpose;
  effect.recipient = {Recipient::Kind::kCustomer, ToString(IdOf<CustomerId>("li"))};
  effect.parameters = {{"loop_id", ToString(MailLoop())},
                       {"ticket_id", ToString(IdOf<TicketId>("t"))},
                       {"ticket_number", "26-004217"},
                       {"branch_id", "b1"},
                       {"language", language},
                       {"ask_time", "1772424000000"},
                       {"survey_expire_time", "1772856000000"},
                       {"survey_expire_local", "2026-03-07 12:00"}};
  return effect;
}

inline Effect ReplyMailEffect(const std::string& text, const std::string& language) {
  Effect effect;
  effect.purpose = kReply;
  effect.parameters = {{"ticket_id", ToString(IdOf<TicketId>("t"))},
                       {"ticket_number", "26-004217"},
                       {"branch_id", "b1"},
                       {"language", language},
                       {"reply_version", "3"},
                       {"text", text}};
  return effect;
}

// A digest of so many notices, as the domain writes it: all kinds, one after the other.
inline Effect DigestMailEffect(const std::string& language, int notices, int dropped = 0) {
  StaffDigest digest;
  digest.agent_id = AgentId("anna");
  digest.mail_count = 4;
  digest.sending_dropped_count = dropped;
  for (int i = 0; i < notices; ++i) {
    const std::string number = std::to_string(1'000'001 + i).substr(1);
    Notice notice;
    notice.notice_id = IdOf<NoticeId>(number);
    notice.kind = static_cast<NoticeKind>(i % kNoticeKinds + 1);
    notice.ticket_id = IdOf<TicketId>(number);
    notice.number = "26-" + number;
    notice.branch_id = BranchId("b1");
    notice.category = Category("card");
    notice.severity = i % 4 + 1;
    notice.time = At(0, 10, i % 60);
    const bool of_clock =
        notice.kind == NoticeKind::kWarned || notice.kind == NoticeKind::kBreached ||
        notice.kind == NoticeKind::kEscalated || notice.kind == NoticeKind::kBreachRevoked;
    if (of_clock) notice.clock = i % 2 == 0 ? "first_response" : "resolution";
    if (of_clock) notice.due_time = At(0, 12, i % 60);
    digest.sending.push_back(notice);
  }
  Policy policy = SmallPolicy();
  policy.languages = {language};
  return DigestEffect(digest, {"anna@bank.example", "", language}, policy, At(0, 11));
}

}  // namespace recourse::followup::testing
