#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/routing/domain/decide.h"
#include "services/routing/domain/talk.h"

namespace recourse::routing {

// What all commands share.

Decision Refuse(std::string slug, std::map<std::string, std::string> parameters = {});

// Null where the file has no such ticket.
const Ticket* Find(const View& view, const FileId& file_id, const TicketId& ticket_id);

// The ticket of this id, or what it was merged into; the end where the file does not have it.
std::map<TicketId, Ticket>::const_iterator Survivor(const std::map<TicketId, Ticket>& tickets,
                                                    const TicketId& ticket_id);

// It takes no new ticket.
bool IsFull(const std::map<TicketId, Ticket>& tickets);

// The file with the ticket as it was told to be.
Decision Told(const View& view, const FileId& file_id, const Telling& telling);

// A command may go on: none, or why not.
using Objection = std::optional<Refusal>;
// `ticket-resolved`, `ticket-closed`.
Objection UnlessOpen(const Ticket& ticket);

// Carries a command out on its ticket: refuses `ticket-unknown`, `ticket-changed` and what `object`
// objects to; says what had to be said before; then `act` changes the ticket and tells.
template <typename Object, typename Act>
Decision Carry(const View& view, const TicketCommand& command, Timestamp now, const Object& object,
               const Act& act) {
  const Ticket* ticket = Find(view, command.file_id, command.ticket_id);
  if (ticket == nullptr) return Refuse("ticket-unknown");
  if (command.seen_version != 0 && command.seen_version != ticket->version) {
    return Refuse("ticket-changed", {{"version", std::to_string(ticket->version)}});
  }
  if (Objection objection = object(*ticket)) return {{}, {}, {}, *std::move(objection)};
  Telling telling(command.ticket_id, *ticket, now);
  telling.SayPassedAlarms();
  act(telling);
  return Told(view, command.file_id, telling);
}

// The wait for the customer is over; `agent_id` is empty where he wrote.
void EndWait(Telling& telling, const AgentId& agent_id, const std::string& reason,
             const Policy& policy);

// Resolved, and not too long ago.
bool MayReopen(const Ticket& ticket, Timestamp now, const Policy& policy);
// A new cycle, more severe; at nobody's desk but that of the agent who did it.
void Reopen(Telling& telling, TicketReopened what, const Policy& policy);

// The ticket is another branch's, and nobody of that has it yet. The customer's clocks run on (or
// stay paused) by the hours of the new branch.
void MoveTo(const BranchId& to, bool returned, Ticket& ticket, Talk& talk, const Policy& policy);

// The standard of the SLA policy of this version that fits the ticket now holds from here on.
// Clocks that are owed and were not breached yet are judged by its targets as `change` says; a
// breach that was told stands. False where it is the standard that held.
bool TakeStandard(Ticket& ticket, std::int64_t sla_version, const sla::ChangeRules& change,
                  Timestamp now, const Policy& policy);

// The commands, by what they do to a ticket.
Decision On(const View& view, const TakeTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ReplyTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const NoteTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const WaitTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ResumeTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ResolveTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const TransferTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ReturnTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const JudgeReturn& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ReopenTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const CloseTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const MergeTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const UnmergeTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const DeclineSuggestion& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const SplitTicket& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const AcknowledgeEscalation& event, Timestamp now,
            const Policy& policy);
Decision On(const View& view, const RevokeBreach& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const SurveyAnsweredBadly& event, Timestamp now,
            const Policy& policy);
Decision On(const View& view, const ConfirmTimePassed& event, Timestamp now, const Policy& policy);
Decision On(const View& view, const ReclockTimePassed& event, Timestamp now, const Policy& policy);

}  // namespace recourse::routing
