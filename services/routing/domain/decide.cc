#include "services/routing/domain/decide.h"

#include <utility>

#include "services/common/core/check.h"
#include "services/routing/domain/dimensions.h"
#include "services/routing/domain/receive.h"
#include "services/routing/domain/response_clock.h"

namespace recourse::routing {
namespace {

Decision Refuse(std::string slug) { return {{}, {}, {}, Refusal{std::move(slug), {}}}; }

const Ticket* Find(const View& view, const FileId& file_id, const TicketId& ticket_id) {
  const auto file = view.find(file_id);
  if (file == view.end()) return nullptr;
  const auto ticket = file->second.tickets.find(ticket_id);
  return ticket == file->second.tickets.end() ? nullptr : &ticket->second;
}

// The file with the ticket as it was told to be.
Decision Told(const View& view, const FileId& file_id, const TicketId& ticket_id,
              Telling& telling) {
  CustomerFile file = view.at(file_id);
  file.tickets[ticket_id] = telling.ticket();
  const Answer answer{ticket_id, telling.ticket().version};
  return {{{file_id, std::move(file)}}, telling.facts(), answer, {}};
}

std::int64_t Between(Timestamp from, Timestamp to) { return (to - from).count(); }

// A breach is said once, by whoever comes first: the timer, or an answer that comes too late.
void SayBreach(Telling& telling, Timestamp now) {
  ResponseClock& clock = telling.ticket().clock;
  clock.state = ClockState::kBreached;
  clock.breach_time = now;
  telling.Say(ClockBreached{clock.due_time});
}

bool IsOverdue(const ResponseClock& clock, Timestamp now) {
  const bool runs = clock.state == ClockState::kRunning || clock.state == ClockState::kWarned;
  return runs && now > clock.due_time;
}

Decision On(const View& view, const FeedbackClassified& event, Timestamp now,
            const Policy& policy) {
  return Receive(view, event, now, policy);
}

Decision On(const View& view, const TakeTicket& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr) return Refuse("ticket-unknown");
  if (ticket->state == TicketState::kResolved) return Refuse("ticket-resolved");
  if (ticket->state == TicketState::kTaken) {
    if (ticket->agent_id != event.agent_id) return Refuse("ticket-taken");
    return {{}, {}, {event.ticket_id, ticket->version}, {}};
  }
  Telling telling(event.ticket_id, *ticket, now);
  telling.ticket().state = TicketState::kTaken;
  telling.ticket().agent_id = event.agent_id;
  telling.Say(TicketTaken{event.agent_id});
  return Told(view, event.file_id, event.ticket_id, telling);
}

// Whoever answers an open ticket has taken it.
void TakeIfOpen(Telling& telling, const AgentId& agent_id) {
  Ticket& ticket = telling.ticket();
  if (ticket.state != TicketState::kOpen) return;
  ticket.state = TicketState::kTaken;
  ticket.agent_id = agent_id;
}

Decision On(const View& view, const ReplyTicket& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr) return Refuse("ticket-unknown");
  if (ticket->state == TicketState::kResolved) return Refuse("ticket-resolved");
  if (event.text.empty()) return Refuse("reply-empty");
  Telling telling(event.ticket_id, *ticket, now);
  if (IsOverdue(ticket->clock, now)) SayBreach(telling, now);
  TakeIfOpen(telling, event.agent_id);
  std::vector<EndedDuration> ended;
  if (Owed(ticket->clock)) {
    telling.ticket().clock = Answered(telling.ticket().clock, now);
    ended.push_back({"first_response", Between(ticket->clock.start_time, now)});
  }
  telling.Say(TicketReplied{event.agent_id, event.text}, std::move(ended));
  return Told(view, event.file_id, event.ticket_id, telling);
}

Decision On(const View& view, const ResolveTicket& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr) return Refuse("ticket-unknown");
  if (ticket->state == TicketState::kResolved) return Refuse("ticket-resolved");
  if (Owed(ticket->clock)) return Refuse("ticket-unanswered");
  Telling telling(event.ticket_id, *ticket, now);
  telling.ticket().state = TicketState::kResolved;
  telling.ticket().resolve_time = now;
  telling.Say(TicketResolved{event.agent_id, event.resolution},
              {{"resolution", Between(ticket->open_time, now)}});
  return Told(view, event.file_id, event.ticket_id, telling);
}

Decision On(const View& view, const WarnTimePassed& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || ticket->clock.state != ClockState::kRunning) return {};
  if (now <= ticket->clock.warn_time) return {};
  Telling telling(event.ticket_id, *ticket, now);
  if (IsOverdue(ticket->clock, now)) {  // after an outage: a warning would come too late to help
    SayBreach(telling, now);
  } else {
    telling.ticket().clock.state = ClockState::kWarned;
    telling.Say(ClockWarned{ticket->clock.due_time});
  }
  return Told(view, event.file_id, event.ticket_id, telling);
}

Decision On(const View& view, const DueTimePassed& event, Timestamp now, const Policy&) {
  const Ticket* ticket = Find(view, event.file_id, event.ticket_id);
  if (ticket == nullptr || !IsOverdue(ticket->clock, now)) return {};  // never early, once
  Telling telling(event.ticket_id, *ticket, now);
  SayBreach(telling, now);
  return Told(view, event.file_id, event.ticket_id, telling);
}

}  // namespace

Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy) {
  return std::visit([&](const auto& e) { return On(view, e, now, policy); }, event);
}

std::vector<Timer> Domain::TimersOf(const State& file) {
  std::vector<Timer> timers;
  for (const auto& [ticket_id, ticket] : file.tickets) {
    for (auto& timer : routing::TimersOf(ticket_id, ticket.clock)) timers.push_back(timer);
  }
  return timers;
}

Event Domain::Fired(const Key& file_id, const Timer& timer) {
  const auto slash = timer.name.find('/');
  const auto ticket_id = ParseUuid(timer.name.substr(0, slash));
  RECOURSE_CHECK(ticket_id.has_value());
  if (timer.name.substr(slash) == "/warn") return WarnTimePassed{file_id, TicketId(*ticket_id)};
  return DueTimePassed{file_id, TicketId(*ticket_id)};
}

}  // namespace recourse::routing
