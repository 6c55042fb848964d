#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/followup/domain/ticket.h"

namespace recourse::followup {

// What people of the staff are told of.
enum class NoticeKind {
  kNewTicket = 1,
  kWarned = 2,
  kBreached = 3,
  kEscalated = 4,
  kReopened = 5,
  kReplyFailed = 6,  // also: nobody knows whether it arrived
  kBreachRevoked = 7,
};
inline constexpr int kNoticeKinds = 7;

// One thing to tell one person: a line of his next mail. Without the customer's words.
struct Notice {
  NoticeId notice_id;  // follows from the fact
  NoticeKind kind = NoticeKind::kNewTicket;
  TicketId ticket_id;
  std::string number;
  BranchId branch_id;
  Category category;
  int severity = 0;
  Timestamp time;
  std::string clock;                    // that was warned of or breached
  std::optional<Timestamp> due_time{};  // its
  friend bool operator==(const Notice&, const Notice&) = default;
};

// new_ticket, warned, breached, escalated, reopened, reply_failed,
// breach_revoked.
const char* NameOf(NoticeKind kind);

// A notice as parameters of an effect, each name with `prefix` before it, and back; nothing where
// they are none.
void PutNotice(const Notice& notice, const std::string& prefix,
               std::map<std::string, std::string>& parameters);
std::optional<Notice> NoticeOf(const std::map<std::string, std::string>& parameters,
                               const std::string& prefix);

}  // namespace recourse::followup
