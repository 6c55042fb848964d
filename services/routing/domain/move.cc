// A ticket goes to another branch.
#include "services/routing/domain/acting.h"

namespace recourse::routing {
namespace {

Objection ObjectionTo(const BranchId& to, const std::string& reason, const Ticket& ticket,
                      const Policy& policy) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  if (!policy.branches.contains(to)) return Refusal{"branch-unknown"};
  if (ticket.branch_id == to) return Refusal{"branch-same"};
  if (reason.empty()) return Refusal{"reason-empty"};
  if (!ticket.returned_from.value().empty()) return Refusal{"return-not-judged"};
  return std::nullopt;
}

}  // namespace

void MoveTo(const BranchId& to, bool returned, Ticket& ticket, Talk& talk, const Policy& policy) {
  talk.Heed(sla::HandedOver{CalendarOf(policy, to), to.value(), returned});
  ticket.branch_id = to;
  ticket.region_id = RegionOf(policy, to);
  ticket.agent_id = AgentId();
  if (ticket.state == TicketState::kTaken) ticket.state = TicketState::kOpen;
}

Decision On(const View& view, const TransferTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) {
    return ObjectionTo(event.branch_id, event.reason, ticket, policy);
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Talk talk(telling.ticket(), now, policy);
    MoveTo(event.branch_id, false, telling.ticket(), talk, policy);
    telling.Say(TicketTransferred{event.agent_id, event.reason});
    talk.SayMoved(telling, "transferred");
  });
}

Decision On(const View& view, const ReturnTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) {
    return ObjectionTo(policy.dispatch, event.reason, ticket, policy);
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    if (ticket.state == TicketState::kWaiting) EndWait(telling, event.agent_id, "", policy);
    Talk talk(ticket, now, policy);
    ticket.returned_from = ticket.branch_id;
    ticket.reason = event.reason;
    MoveTo(policy.dispatch, true, ticket, talk, policy);
    telling.Say(TicketReturned{event.agent_id, event.reason});
    talk.SayMoved(telling, "returned");
  });
}

Decision On(const View& view, const JudgeReturn& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) -> Objection {
    if (Objection objection = UnlessOpen(ticket)) return objection;
    if (ticket.returned_from.value().empty()) return Refusal{"return-unknown"};
    if (!event.branch_id.value().empty() && !policy.branches.contains(event.branch_id)) {
      return Refusal{"branch-unknown"};
    }
    return std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    const BranchId to = event.branch_id.value().empty() ? ticket.returned_from : event.branch_id;
    Talk talk(ticket, now, policy);
    if (to != ticket.branch_id) MoveTo(to, false, ticket, talk, policy);
    ticket.returned_from = BranchId();
    if (ticket.state != TicketState::kWaiting) ticket.reason.clear();
    telling.Say(ReturnJudged{event.agent_id, event.justified, event.reason});
    talk.SayMoved(telling, "transferred");
  });
}

}  // namespace recourse::routing
