#include "services/recoursectl/verify/ticket_fold.h"

#include <utility>
#include <variant>

namespace recourse::ctl::verify {
namespace {

using Alarm = FoldedTicket::Alarm;

// Facts from before there were several clocks tell of the first response alone.
std::vector<routing::ClockStanding> StandingsOf(const routing::Dimensions& told,
                                                std::optional<Timestamp> opened_due_time) {
  if (!told.clocks.empty() || !told.response_clock) return told.clocks;
  return {{{sla::ClockKind::kFirstResponse, 1}, *told.response_clock, opened_due_time}};
}

void TakeDimensions(const routing::Fact& fact, FoldedTicket& folded) {
  if (!fact.after) return;
  folded.told = *fact.after;
  folded.told.clocks = StandingsOf(*fact.after, folded.opened_due_time);
  routing::Ticket& ticket = folded.ticket;
  ticket.branch_id = fact.after->branch_id;
  ticket.region_id = fact.after->region_id;
  ticket.category = fact.after->category;
  ticket.channel = fact.after->channel;
  ticket.agent_id = fact.after->agent_id;
  ticket.severity = fact.after->severity;
  if (fact.after->state) ticket.state = *fact.after->state;
  if (fact.cycle > 0) ticket.cycle = fact.cycle;
}

FoldedTicket Opened(const routing::Fact& fact, const routing::TicketOpened& opened) {
  FoldedTicket folded;
  routing::Ticket& ticket = folded.ticket;
  ticket.version = fact.ticket_version;
  ticket.number = fact.number;
  ticket.customer_id = fact.customer_id;
  ticket.language = fact.language;
  ticket.subject = opened.subject;
  ticket.open_time = opened.open_time.value_or(fact.recorded_time);
  ticket.routing_rule = opened.routing_rule;
  ticket.versions = fact.versions;
  folded.opened_due_time = opened.due_time;
  TakeDimensions(fact, folded);
  return folded;
}

std::optional<Alarm> AlarmOf(const routing::Fact& fact) {
  const auto made = [&](int kind, const auto& what, int level) {
    return Alarm{kind, what.clock, level, what.due_time, fact.recorded_time};
  };
  if (const auto* warned = std::get_if<routing::ClockWarned>(&fact.what)) {
    return made(1, *warned, 0);
  }
  if (const auto* breached = std::get_if<routing::ClockBreached>(&fact.what)) {
    return made(kBreachAlarm, *breached, 0);
  }
  if (const auto* escalated = std::get_if<routing::ClockEscalated>(&fact.what)) {
    return made(3, *escalated, escalated->level);
  }
  return std::nullopt;
}

void TakeAlarm(const routing::Fact& fact, FoldedTicket& folded) {
  auto alarm = AlarmOf(fact);
  if (!alarm) return;
  for (const auto& standing : folded.told.clocks) {
    if (standing.name == alarm->clock) alarm->standing_due_time = standing.due_time;
  }
  folded.alarms.push_back(*std::move(alarm));
}

// A breach that was taken back was told of, and does not stand.
void TakeRevocation(const sla::ClockName& clock, FoldedTicket& folded) {
  std::erase_if(folded.alarms, [&](const Alarm& alarm) {
    return alarm.kind == kBreachAlarm && alarm.clock == clock;
  });
}

void TakeCorrection(const routing::Fact& fact, FoldedTicket& folded) {
  routing::Ticket& ticket = folded.ticket;
  if (const auto* revoked = std::get_if<routing::ClockBreachRevoked>(&fact.what)) {
    TakeRevocation(revoked->clock, folded);
  }
  if (std::holds_alternative<routing::TicketUnmerged>(fact.what)) ticket.merged_into = {};
  if (std::holds_alternative<routing::StandardChanged>(fact.what)) {
    ticket.versions = fact.versions;
    std::erase_if(folded.alarms, [](const Alarm& alarm) { return alarm.kind == kWarningAlarm; });
  }
  const auto* split = std::get_if<routing::TicketSplit>(&fact.what);
  if (split != nullptr && !split->same_matter) --ticket.feedback_count;
}

void TakeSuggestion(const routing::Fact& fact, routing::Ticket& ticket) {
  if (const auto* suggested = std::get_if<routing::MatterSuggested>(&fact.what)) {
    ticket.suggestion = suggested->suggestion;
  }
  if (std::holds_alternative<routing::SuggestionEnded>(fact.what) ||
      std::holds_alternative<routing::TicketMerged>(fact.what) ||
      std::holds_alternative<routing::TicketClosed>(fact.what)) {
    ticket.suggestion.reset();
  }
}

void Apply(const routing::Fact& fact, FoldedTicket& folded) {
  routing::Ticket& ticket = folded.ticket;
  TakeAlarm(fact, folded);
  ticket.version = fact.ticket_version;
  TakeDimensions(fact, folded);
  if (std::holds_alternative<routing::FeedbackJoined>(fact.what)) ++ticket.feedback_count;
  if (std::holds_alternative<routing::TicketResolved>(fact.what)) {
    ticket.resolve_time = fact.recorded_time;
  }
  if (std::holds_alternative<routing::TicketReopened>(fact.what)) ticket.resolve_time.reset();
  if (const auto* merged = std::get_if<routing::TicketMerged>(&fact.what)) {
    ticket.merged_into = merged->into_ticket_id;
  }
  TakeCorrection(fact, folded);
  TakeSuggestion(fact, ticket);
}

// Whether the fact begins where the one before it ended.
bool Follows(const routing::Fact& fact, const FoldedTicket& folded) {
  if (!fact.before) return false;
  routing::Dimensions before = *fact.before;
  before.clocks = StandingsOf(before, folded.opened_due_time);
  return before == folded.told;
}

void Take(const routing::Fact& fact, const std::string& where, bool whole, Folding& folding) {
  const std::string what = "ticket " + ToString(fact.ticket_id) + ", " + where + ": ";
  const auto found = folding.tickets.find(fact.ticket_id);
  if (const auto* opened = std::get_if<routing::TicketOpened>(&fact.what)) {
    folding.history.Examine(
        found == folding.tickets.end() && fact.ticket_version == 1 && !fact.before,
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
  folding.history.Examine(Follows(fact, folded),
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
