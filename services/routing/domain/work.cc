// What an agent does with a ticket that is his branch's.
#include "services/routing/domain/acting.h"

namespace recourse::routing {
namespace {

// How far an agent's clock may be ahead of ours when he says when he told the customer.
constexpr Duration kToldAheadMax = std::chrono::minutes(5);
// A ticket waits no more often: its clocks keep every pause for ever.
constexpr std::size_t kClockEventsInUseMax = sla::kClockEventsMax / 2;

// Whoever works on an open ticket has taken it.
void TakeIfOpen(Ticket& ticket, const AgentId& agent_id) {
  if (ticket.state == TicketState::kOpen) ticket.state = TicketState::kTaken;
  if (ticket.agent_id.value().empty()) ticket.agent_id = agent_id;
}

bool HasRoomForPauses(const Ticket& ticket) {
  for (const auto& [name, clock] : ticket.clocks) {
    if (clock.events.size() > kClockEventsInUseMax) return false;
  }
  return true;
}

Objection ObjectionTo(const ReplyTicket& reply, const Ticket& ticket, Timestamp now) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  if (reply.text.empty()) return Refusal{"reply-empty"};
  if (reply.told_time &&
      (*reply.told_time < ticket.open_time || *reply.told_time > now + kToldAheadMax)) {
    return Refusal{"told-time-invalid"};
  }
  return std::nullopt;
}

Objection ObjectionTo(const WaitTicket& wait, const Ticket& ticket) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  if (ticket.state == TicketState::kWaiting) return Refusal{"ticket-waiting"};
  if (wait.reason.empty()) return Refusal{"reason-empty"};
  if (!HasRoomForPauses(ticket)) return Refusal{"ticket-waited-too-often"};
  return std::nullopt;
}

// Of the cycle: from its begin, whether or not a clock was promised for it.
void MeasureResolution(const Ticket& ticket, Timestamp now, std::vector<EndedDuration>& ended) {
  for (const EndedDuration& each : ended) {
    if (each.kind == NameOf(sla::ClockKind::kResolution)) return;
  }
  ended.push_back({NameOf(sla::ClockKind::kResolution), (now - ticket.cycle_time).count()});
}

}  // namespace

Decision On(const View& view, const TakeTicket& event, Timestamp now, const Policy&) {
  const Ticket* found = Find(view, event.file_id, event.ticket_id);
  if (found != nullptr && IsOpen(*found) && found->agent_id == event.agent_id) {
    return {{}, {}, {event.ticket_id, found->version}, {}};
  }
  const auto object = [](const Ticket& ticket) -> Objection {
    if (Objection objection = UnlessOpen(ticket)) return objection;
    if (!ticket.agent_id.value().empty()) return Refusal{"ticket-taken"};
    return std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    TakeIfOpen(telling.ticket(), event.agent_id);
    telling.Say(TicketTaken{event.agent_id});
  });
}

Decision On(const View& view, const ReplyTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) { return ObjectionTo(event, ticket, now); };
  return Carry(view, event, now, object, [&](Telling& telling) {
    TakeIfOpen(telling.ticket(), event.agent_id);
    Talk talk(telling.ticket(), now, policy);
    talk.Heed(sla::Answered{});
    telling.Say(TicketReplied{event.agent_id, event.text, event.told_time}, talk.Ended());
    talk.SayMoved(telling, "policy_change");
  });
}

// Words for colleagues are welcome whatever became of the ticket.
Decision On(const View& view, const NoteTicket& event, Timestamp now, const Policy&) {
  const auto object = [&](const Ticket&) -> Objection {
    return event.text.empty() ? Objection(Refusal{"note-empty"}) : std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    telling.Say(TicketNoted{event.agent_id, event.text});
  });
}

Decision On(const View& view, const WaitTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) { return ObjectionTo(event, ticket); };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    TakeIfOpen(ticket, event.agent_id);
    Talk talk(ticket, now, policy);
    talk.Heed(sla::Waiting{event.reason});
    ticket.state = TicketState::kWaiting;
    ticket.reason = event.reason;
    telling.Say(TicketWaiting{event.agent_id, event.reason});
    talk.SayMoved(telling, "waiting");
  });
}

Decision On(const View& view, const ResumeTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [](const Ticket& ticket) -> Objection {
    if (Objection objection = UnlessOpen(ticket)) return objection;
    if (ticket.state != TicketState::kWaiting) return Refusal{"ticket-not-waiting"};
    return std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    EndWait(telling, event.agent_id, event.reason, policy);
  });
}

void EndWait(Telling& telling, const AgentId& agent_id, const std::string& reason,
             const Policy& policy) {
  Ticket& ticket = telling.ticket();
  Talk talk(ticket, telling.now(), policy);
  ticket.state = ticket.agent_id.value().empty() ? TicketState::kOpen : TicketState::kTaken;
  talk.Heed(sla::WaitOver{ticket.reason});
  ticket.reason.clear();
  telling.Say(TicketResumed{agent_id, reason});
  talk.SayMoved(telling, "resumed");
}

Decision On(const View& view, const ResolveTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [](const Ticket& ticket) -> Objection {
    if (Objection objection = UnlessOpen(ticket)) return objection;
    if (IsAnswerOwed(ticket.clocks)) return Refusal{"ticket-unanswered"};
    return std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    Talk talk(ticket, now, policy);
    talk.Heed(sla::Resolved{false});
    ticket.state = TicketState::kResolved;
    ticket.resolve_time = now;
    ticket.confirm_time = now + ActiveSla(policy).confirm_after;
    ticket.reason.clear();
    ticket.returned_from = BranchId();
    auto ended = talk.Ended();
    MeasureResolution(ticket, now, ended);
    telling.Say(TicketResolved{event.agent_id, event.resolution}, std::move(ended));
  });
}

}  // namespace recourse::routing
