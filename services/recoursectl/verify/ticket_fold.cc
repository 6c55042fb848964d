#include "services/recoursectl/verify/ticket_fold.h"

#include <variant>

namespace recourse::ctl::verify {
namespace {

// What a ticket is counted by, read off the ticket itself.
routing::Dimensions DimensionsOf(const routing::Ticket& ticket) {
  return {ticket.branch_id, ticket.region_id, ticket.category, ticket.channel,
          ticket.agent_id,  ticket.severity,  ticket.state,    ticket.clock.state};
}

void TakeDimensions(const routing::Fact& fact, routing::Ticket& ticket) {
  if (!fact.after) return;
  ticket.branch_id = fact.after->branch_id;
  ticket.region_id = fact.after->region_id;
  ticket.category = fact.after->category;
  ticket.channel = fact.after->channel;
  ticket.agent_id = fact.after->agent_id;
  ticket.severity = fact.after->severity;
  if (fact.after->state) ticket.state = *fact.after->state;
  if (fact.after->response_clock) ticket.clock.state = *fact.after->response_clock;
}

FoldedTicket Opened(const routing::Fact& fact, const routing::TicketOpened& opened) {
  FoldedTicket folded;
  routing::Ticket& ticket = folded.ticket;
  ticket.version = fact.ticket_version;
  ticket.number = fact.number;
  ticket.customer_id = fact.customer_id;
  ticket.subject = opened.subject;
  ticket.open_time = fact.recorded_time;
  ticket.clock = opened.clock;
  ticket.clock.start_time = fact.recorded_time;
  ticket.routing_rule = opened.routing_rule;
  ticket.versions = fact.versions;
  TakeDimensions(fact, ticket);
  return folded;
}

void Apply(const routing::Fact& fact, FoldedTicket& folded) {
  routing::Ticket& ticket = folded.ticket;
  ticket.version = fact.ticket_version;
  TakeDimensions(fact, ticket);
  if (std::holds_alternative<routing::FeedbackJoined>(fact.what)) ++ticket.feedback_count;
  if (std::holds_alternative<routing::TicketResolved>(fact.what)) {
    ticket.resolve_time = fact.recorded_time;
  }
  for (const auto& ended : fact.durations_ended) {
    if (ended.kind == "first_response") ticket.clock.response_time = fact.recorded_time;
  }
  if (const auto* breached = std::get_if<routing::ClockBreached>(&fact.what)) {
    folded.breaches.push_back({fact.recorded_time, breached->due_time});
    ticket.clock.breach_time = fact.recorded_time;
  }
}

void Take(const routing::Fact& fact, const std::string& where, bool whole, Folding& folding) {
  const std::string what = "ticket " + ToString(fact.ticket_id) + ", " + where + ": ";
  const auto found = folding.tickets.find(fact.ticket_id);
  if (const auto* opened = std::get_if<routing::TicketOpened>(&fact.what)) {
    folding.history.Examine(found == folding.tickets.end() && fact.ticket_version == 1 &&
                                !fact.before,
                            what + "opened again, or not as version 1");
    folding.tickets.insert_or_assign(fact.ticket_id, Opened(fact, *opened));
    return;
  }
  if (found == folding.tickets.end()) {
    folding.history.Examine(!whole, what + "a fact without an opening before it");
    return;
  }
  FoldedTicket& folded = found->second;
  folding.history.Examine(fact.ticket_version == folded.ticket.version + 1,
                          what + "version " + std::to_string(fact.ticket_version) + " after " +
                              std::to_string(folded.ticket.version));
  folding.history.Examine(fact.before == DimensionsOf(folded.ticket),
                          what + "does not begin where the fact before it ended");
  Apply(fact, folded);
}

}  // namespace

Folding FoldTickets(const Facts<routing::Fact>& told, bool whole) {
  Folding folding;
  for (const auto& [partition, by_sequence] : told) {
    for (const auto& [sequence, fact] : by_sequence) {
      if (fact.ticket_id.empty()) continue;  // recorded without a ticket
      Take(fact, PlaceText(partition, sequence), whole, folding);
    }
  }
  return folding;
}

}  // namespace recourse::ctl::verify
