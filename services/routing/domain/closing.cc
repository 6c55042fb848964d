// A ticket ends, and comes back.
#include <algorithm>

#include "services/routing/domain/acting.h"
#include "services/routing/domain/suggest.h"

namespace recourse::routing {
namespace {

Objection ObjectionToReopening(const Ticket& ticket, Timestamp now, const Policy& policy) {
  if (ticket.state == TicketState::kClosed) return Refusal{"ticket-closed"};
  if (ticket.state != TicketState::kResolved) return Refusal{"ticket-not-resolved"};
  if (!MayReopen(ticket, now, policy)) return Refusal{"reopen-too-late"};
  return std::nullopt;
}

// Whether the customer came back on the matter in another ticket: one after the resolution, or one
// that was found to be the same.
bool CameBack(const CustomerFile& file, const TicketId& ticket_id, const Ticket& ticket) {
  return std::any_of(file.tickets.begin(), file.tickets.end(), [&](const auto& other) {
    const bool later = other.first != ticket_id && other.second.category == ticket.category &&
                       other.second.open_time > *ticket.resolve_time;
    return later || other.second.merged_into == ticket_id;
  });
}

}  // namespace

bool MayReopen(const Ticket& ticket, Timestamp now, const Policy& policy) {
  return ticket.state == TicketState::kResolved && ticket.resolve_time &&
         now - *ticket.resolve_time <= ActiveSla(policy).reopen_within;
}

void Reopen(Telling& telling, TicketReopened what, const Policy& policy) {
  Ticket& ticket = telling.ticket();
  Talk talk(ticket, telling.now(), policy);
  talk.Heed(sla::Reopened{});
  const bool by_agent = !what.agent_id.value().empty();
  ticket.state = by_agent ? TicketState::kTaken : TicketState::kOpen;
  ticket.agent_id = what.agent_id;
  ++ticket.cycle;
  ticket.cycle_time = telling.now();
  ticket.severity = std::min(ticket.severity + 1, kSeverityMax);
  what.resolve_time = ticket.resolve_time;
  ticket.resolve_time.reset();
  ticket.confirm_time.reset();
  telling.Say(std::move(what));
}

Decision On(const View& view, const ReopenTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) -> Objection {
    if (event.reason.empty()) return Refusal{"reason-empty"};
    return ObjectionToReopening(ticket, now, policy);
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Reopen(telling, {event.agent_id, "agent", event.reason, {}}, policy);
  });
}

// Told once a loop; of a cycle that is over already it changes nothing.
Decision On(const View& view, const SurveyAnsweredBadly& event, Timestamp now,
            const Policy& policy) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || ticket->cycle != event.cycle) return {};
  if (!MayReopen(*ticket, now, policy)) return {};
  Telling telling(event.ticket_id, *ticket, now);
  Reopen(telling, {AgentId(), "survey", "", {}}, policy);
  return Told(view, event.file_id, telling);
}

Decision On(const View& view, const CloseTicket& event, Timestamp now, const Policy&) {
  const auto object = [](const Ticket& ticket) -> Objection {
    if (ticket.state == TicketState::kClosed) return Refusal{"ticket-closed"};
    if (ticket.state != TicketState::kResolved) return Refusal{"ticket-not-resolved"};
    return std::nullopt;
  };
  Decision decision = Carry(view, event, now, object, [&](Telling& telling) {
    telling.ticket().state = TicketState::kClosed;
    telling.ticket().close_time = now;
    telling.ticket().suggestion.reset();
    telling.Say(TicketClosed{event.agent_id, event.reason});
  });
  EndSuggestionsOf(event, "closed", now, decision);
  return decision;
}

Decision On(const View& view, const ConfirmTimePassed& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || !ticket->confirm_time || now <= *ticket->confirm_time) return {};
  Telling telling(event.ticket_id, *ticket, now);
  telling.ticket().confirm_time.reset();
  const bool alone = ticket->cycle == 1 && ticket->feedback_count == 1 &&
                     !CameBack(view.at(event.file_id), event.ticket_id, *ticket);
  telling.Say(ResolutionConfirmed{alone, *ticket->resolve_time});
  return Told(view, event.file_id, telling);
}

}  // namespace recourse::routing
