#include "services/followup/adapters/ticket_codec.h"

#include <utility>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/followup/adapters/proto_values.h"

namespace recourse::followup {
namespace {

namespace heard = ::recourse::routing::v1;

// As in routing's durations; of facts from before there were others: the first response.
const char* NameOf(heard::ClockKind kind) {
  switch (kind) {
    case heard::CLOCK_KIND_NEXT_RESPONSE:
      return "next_response";
    case heard::CLOCK_KIND_RESOLUTION:
      return "resolution";
    case heard::CLOCK_KIND_PERIODIC_UPDATE:
      return "periodic_update";
    case heard::CLOCK_KIND_STATUTORY:
      return "statutory";
    case heard::CLOCK_KIND_INTERNAL:
      return "internal";
    default:
      return "first_response";
  }
}

TicketStanding StandingOf(heard::TicketState state) {
  if (state == heard::TICKET_STATE_RESOLVED) return TicketStanding::kResolved;
  return state == heard::TICKET_STATE_CLOSED ? TicketStanding::kClosed : TicketStanding::kOpen;
}

PublicReply ReplyOf(const heard::TicketReplied& in) {
  PublicReply reply{AgentId(in.agent_id()), in.text(), {}};
  if (in.has_told_time()) reply.told_time = TimeOf(in.told_time());
  return reply;
}

// New to the branch that it is at now.
TicketChange MoveOf(const heard::TicketEvent& in) {
  if (in.before().branch_id() == in.after().branch_id()) return OtherChange{};
  return NewTicket{};
}

TicketChange ChangeOf(const heard::TicketEvent& in) {
  const auto clock = [](const auto& what) {
    return std::pair(std::string(NameOf(what.kind())), TimeOf(what.due_time()));
  };
  switch (in.fact_case()) {
    case heard::TicketEvent::kOpened:
      return NewTicket{};
    case heard::TicketEvent::kTransferred:
    case heard::TicketEvent::kReturned:
    case heard::TicketEvent::kReturnJudged:
      return MoveOf(in);
    case heard::TicketEvent::kReplied:
      return ReplyOf(in.replied());
    case heard::TicketEvent::kResolved:
      return Resolution{};
    case heard::TicketEvent::kReopened:
      return Reopening{};
    case heard::TicketEvent::kMerged:
      return Merging{};
    case heard::TicketEvent::kClockWarned:
      return std::make_from_tuple<Warning>(clock(in.clock_warned()));
    case heard::TicketEvent::kClockBreached:
      return std::make_from_tuple<Breach>(clock(in.clock_breached()));
    case heard::TicketEvent::kClockBreachRevoked:
      return std::make_from_tuple<BreachRevocation>(clock(in.clock_breach_revoked()));
    case heard::TicketEvent::kClockEscalated: {
      const auto [name, due_time] = clock(in.clock_escalated());
      return Escalation{name, due_time, in.clock_escalated().level()};
    }
    default:
      return OtherChange{};
  }
}

// As it stands after the fact.
Ticket TicketOf(const heard::TicketEvent& in, TicketId ticket_id, CustomerId customer_id) {
  const auto& at = in.after();
  Ticket ticket;
  ticket.ticket_id = ticket_id;
  ticket.number = in.number();
  ticket.customer_id = customer_id;
  ticket.cycle = in.cycle() == 0 ? 1 : in.cycle();
  ticket.language = in.language();
  ticket.dimensions = {BranchId(at.branch_id()), RegionId(at.region_id()), Category(at.category()),
                       Channel(at.channel()),    AgentId(at.agent_id()),   at.severity()};
  return ticket;
}

}  // namespace

std::variant<Event, Unreadable> ReadTicketFact(const RawRecord& record) {
  heard::TicketEvent in;
  if (!in.ParseFromString(record.payload)) {
    return Unreadable{"not a recourse.routing.v1.TicketEvent"};
  }
  if (in.has_recorded()) return Event(TicketFact{});
  const auto ticket_id = ParseUuid(in.ticket_id());
  if (!ticket_id) return Unreadable{"ticket_id is not a UUID"};
  const auto customer_id = ParseUuid(in.customer_id());
  if (!customer_id && !in.customer_id().empty()) return Unreadable{"customer_id is not a UUID"};
  if (!in.has_after()) return Unreadable{"it does not say how the ticket stands"};
  TicketFact fact;
  fact.ticket = TicketOf(in, TicketId(*ticket_id), CustomerId(customer_id.value_or(Uuid{})));
  fact.file_id = FileOf(fact.ticket);
  fact.version = in.ticket_version();
  fact.standing = StandingOf(in.after().state());
  fact.recorded_time = TimeOf(in.recorded_time());
  fact.change = ChangeOf(in);
  return Event(std::move(fact));
}

}  // namespace recourse::followup
