// What is one matter, and what is two: merging, taking that back, and splitting.
#include <algorithm>

#include "services/routing/domain/acting.h"
#include "services/routing/domain/suggest.h"

namespace recourse::routing {
namespace {

Objection ObjectionTo(const MergeTicket& merge, const Ticket& ticket, const Ticket* into) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  if (into == nullptr || merge.into_ticket_id == merge.ticket_id) {
    return Refusal{"merge-target-unknown"};
  }
  if (!IsOpen(*into)) return Refusal{"merge-target-not-open"};
  // The promise that was given first stands (E89).
  if (into->open_time > ticket.open_time) return Refusal{"merge-target-newer"};
  return std::nullopt;
}

Objection ObjectionTo(const UnmergeTicket& unmerge, const Ticket& ticket, Timestamp now,
                      const Policy& policy) {
  if (unmerge.reason.empty()) return Refusal{"reason-empty"};
  if (ticket.merged_into.empty()) return Refusal{"ticket-not-merged"};
  if (!ticket.close_time || now - *ticket.close_time > ActiveSla(policy).reopen_within) {
    return Refusal{"unmerge-too-late"};
  }
  return std::nullopt;
}

// A calendar that was changed meanwhile holds for what was restored from here on.
void Restore(Ticket& ticket, Timestamp now, const Policy& policy) {
  const std::string held = ticket.calendar_id;
  Talk(ticket, now, policy).Heed(sla::Unmerged{});
  ticket.calendar_id = held;
  Talk(ticket, now, policy);
}

const Joined* PieceOf(const Ticket& ticket, const FeedbackId& feedback_id) {
  const auto found =
      std::find_if(ticket.joined.begin(), ticket.joined.end(),
                   [&](const auto& each) { return each.feedback_id == feedback_id; });
  return found == ticket.joined.end() ? nullptr : &*found;
}

Objection ObjectionTo(const SplitTicket& split, const Ticket& ticket, const CustomerFile& file) {
  if (Objection objection = UnlessOpen(ticket)) return objection;
  if (split.reason.empty()) return Refusal{"reason-empty"};
  if (PieceOf(ticket, split.feedback_id) == nullptr) return Refusal{"feedback-not-joined"};
  if (IsFull(file.tickets)) return Refusal{"file-full"};
  return std::nullopt;
}

// A person has answered on the matter already: what is owed is what was asked since.
void TakeAnswer(const Ticket& from, const Joined& piece, Ticket& ticket, const Policy& policy) {
  std::erase_if(ticket.clocks, [](const auto& entry) {
    return entry.first.kind == sla::ClockKind::kFirstResponse;
  });
  ticket.answered = true;
  if (IsAnswerOwed(from.clocks)) Talk(ticket, piece.time, policy).Heed(sla::CustomerWrote{});
}

// Of the same matter it was promised when that was; else when this piece came in (E90).
Ticket SplitOff(const Ticket& from, const SplitTicket& split, const Joined& piece,
                const Policy& policy) {
  Ticket ticket;
  ticket.number = from.number + "-" + std::to_string(from.split_count);
  ticket.customer_id = from.customer_id;
  ticket.branch_id = from.branch_id;
  ticket.region_id = from.region_id;
  ticket.category = split.category.value().empty() ? from.category : split.category;
  ticket.channel = from.channel;
  ticket.language = from.language;
  ticket.severity = from.severity;
  ticket.subject = split.subject.empty() ? from.subject : split.subject;
  ticket.open_time = split.same_matter ? from.open_time : piece.time;
  ticket.cycle_time = ticket.open_time;
  ticket.classification_ordinal = piece.classification_ordinal;
  ticket.routing_rule = kSplitRule;
  ticket.versions = policy.versions;
  ticket.calendar_id = CalendarOf(policy, ticket.branch_id);
  ticket.standard = StandardFor(policy, ticket);
  Talk(ticket, ticket.open_time, policy)
      .Heed(sla::Opened{ticket.calendar_id, ticket.branch_id.value()});
  if (split.same_matter && from.answered) TakeAnswer(from, piece, ticket, policy);
  return ticket;
}

// Adds the new ticket, whose id is the feedback's, to what was decided of the old one.
void AddSplitOff(const SplitTicket& split, const Joined& piece, Timestamp now, const Policy& policy,
                 Decision& decision) {
  CustomerFile& file = decision.changed.at(split.file_id);
  const Ticket& from = file.tickets.at(split.ticket_id);
  Telling telling(TicketId(split.feedback_id.uuid()), SplitOff(from, split, piece, policy), now);
  TicketOpened opened = OpeningOf(telling.ticket());
  opened.split_from = split.ticket_id;
  opened.open_time = telling.ticket().open_time;
  telling.Open(std::move(opened));
  telling.SayPassedAlarms();
  file.tickets.insert_or_assign(telling.ticket_id(), telling.ticket());
  const auto facts = telling.facts();
  decision.facts.insert(decision.facts.end(), facts.begin(), facts.end());
}

}  // namespace

Decision On(const View& view, const MergeTicket& event, Timestamp now, const Policy& policy) {
  const Ticket* into = Find(view, event.file_id, event.into_ticket_id);
  const auto object = [&](const Ticket& ticket) { return ObjectionTo(event, ticket, into); };
  Decision decision = Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    if (ticket.state == TicketState::kWaiting) EndWait(telling, event.agent_id, "", policy);
    Talk(ticket, now, policy).Heed(sla::Merged{});
    ticket.state = TicketState::kClosed;
    ticket.close_time = now;
    ticket.merged_into = event.into_ticket_id;
    ticket.reason.clear();
    ticket.returned_from = BranchId();
    ticket.suggestion.reset();
    telling.Say(TicketMerged{event.agent_id, event.into_ticket_id});
  });
  EndSuggestionsOf(event, "merged", now, decision);
  return decision;
}

Decision On(const View& view, const UnmergeTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) { return ObjectionTo(event, ticket, now, policy); };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    Restore(ticket, now, policy);
    const TicketId from = ticket.merged_into;
    ticket.merged_into = TicketId();
    ticket.close_time.reset();
    ticket.state = ticket.agent_id.value().empty() ? TicketState::kOpen : TicketState::kTaken;
    telling.Say(TicketUnmerged{event.agent_id, from, event.reason});
    telling.SayPassedAlarms();
  });
}

Decision On(const View& view, const SplitTicket& event, Timestamp now, const Policy& policy) {
  const auto object = [&](const Ticket& ticket) {
    return ObjectionTo(event, ticket, view.at(event.file_id));
  };
  Joined piece;
  Decision decision = Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    piece = *PieceOf(ticket, event.feedback_id);
    std::erase(ticket.joined, piece);
    ++ticket.split_count;
    if (!event.same_matter) --ticket.feedback_count;
    telling.Say(TicketSplit{event.agent_id, event.feedback_id, TicketId(event.feedback_id.uuid()),
                            event.same_matter, event.reason});
  });
  if (!decision.refusal) AddSplitOff(event, piece, now, policy, decision);
  return decision;
}

}  // namespace recourse::routing
