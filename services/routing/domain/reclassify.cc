#include "services/routing/domain/reclassify.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "services/routing/domain/acting.h"
#include "services/routing/domain/receive.h"
#include "services/routing/domain/route.h"

namespace recourse::routing {
namespace {

constexpr const char* kCause = "reclassification";

TicketReclassified FactOf(const FeedbackReclassified& correction) {
  return {correction.corrected_by, correction.reason,   correction.type,
          correction.category,     correction.severity, correction.classification_ordinal};
}

// The correction happened now, whenever the customer said what was corrected.
void Because(FeedbackReclassified correction, Telling& telling) {
  correction.occurred_time = telling.now();
  telling.Because(correction);
}

// Each reopening had made the ticket a step more severe, and that stands.
int SeverityFor(const FeedbackReclassified& correction, const Ticket& ticket) {
  return std::min(correction.severity + ticket.cycle - 1, kSeverityMax);
}

// The SLA policy that the ticket keeps says what had been right; the active one how that is done
// to a clock that runs.
bool TakeRightStandard(Ticket& ticket, Timestamp now, const Policy& policy) {
  const bool known = policy.sla.contains(ticket.versions.sla);
  sla::ChangeRules change = ActiveSla(policy).change;
  change.cause = kCause;
  return TakeStandard(ticket, known ? ticket.versions.sla : policy.versions.sla, change, now,
                      policy);
}

// Where the ticket belongs, if that is elsewhere. A category that leads where the old one led moves
// nothing: somebody may have moved the ticket for other reasons. A return is a dispatcher's to
// judge.
BranchId ElsewhereOf(const Ticket& ticket, const Category& was, const std::string& place,
                     const Policy& policy) {
  const BranchId to = RouteOf(ticket.category, place, policy).branch_id;
  const bool moves = to != RouteOf(was, place, policy).branch_id && to != ticket.branch_id;
  const bool possible = policy.branches.contains(to) && ticket.returned_from.value().empty();
  return moves && possible ? to : BranchId();
}

// What an open ticket's new category and severity make of its promises and its place. `was` is the
// old category.
void Follow(const FeedbackReclassified& correction, const Category& was, Telling& telling,
            Talk& talk, const Policy& policy) {
  Ticket& ticket = telling.ticket();
  const BranchId to = ElsewhereOf(ticket, was, correction.place, policy);
  const bool moves = !to.value().empty();
  const bool changed = TakeRightStandard(ticket, telling.now(), policy);
  if (changed && !moves) talk.Heed(sla::Repromised{});
  if (changed) telling.Say(StandardChanged{ticket.standard});
  if (moves) {
    MoveTo(to, false, ticket, talk, policy);
    if (changed) talk.Heed(sla::Repromised{});
    telling.Say(TicketTransferred{AgentId(correction.corrected_by), correction.reason, kCause});
  }
  talk.SayMoved(telling, kCause);
  telling.SayPassedAlarms();
}

bool Differs(const FeedbackReclassified& correction, const Ticket& ticket) {
  return ticket.category != correction.category ||
         ticket.severity != SeverityFor(correction, ticket);
}

void PutRight(const FeedbackReclassified& correction, Telling& telling, const Policy& policy) {
  Ticket& ticket = telling.ticket();
  const int severity = SeverityFor(correction, ticket);
  const Category was = std::exchange(ticket.category, correction.category);
  ticket.severity = severity;
  if (!IsOpen(ticket)) {
    telling.Say(FactOf(correction));
    // So that a reopening promises what is right.
    if (TakeRightStandard(ticket, telling.now(), policy)) {
      telling.Say(StandardChanged{ticket.standard});
    }
    return;
  }
  Talk talk(ticket, telling.now(), policy);
  telling.Say(FactOf(correction));
  Follow(correction, was, telling, talk, policy);
}

// The ticket whose id is the feedback's: the one that it opened, or that an agent split off.
Decision OfItsTicket(const View& view, const FeedbackReclassified& correction, Timestamp now,
                     const Policy& policy) {
  const TicketId ticket_id(correction.feedback_id.uuid());
  Telling telling(ticket_id, view.at(correction.file_id).tickets.at(ticket_id), now);
  Ticket& ticket = telling.ticket();
  if (correction.classification_ordinal <= ticket.classification_ordinal) return {};
  const bool again =
      std::exchange(ticket.classification_ordinal, correction.classification_ordinal) > 1;
  const bool work = AsksForWork(correction.type);
  const bool split = ticket.routing_rule == kSplitRule;
  const bool differs = split ? ticket.category != correction.category : Differs(correction, ticket);
  if (work && !differs && !again) return Told(view, correction.file_id, telling);
  telling.SayPassedAlarms();
  Because(correction, telling);
  if (work && differs && !split) {
    PutRight(correction, telling, policy);
  } else {
    telling.Say(FactOf(correction));
  }
  return Told(view, correction.file_id, telling);
}

// The ticket that it joined keeps its own category: an agent may split it off.
Decision OfAPiece(const View& view, const TicketId& ticket_id, std::size_t piece,
                  const FeedbackReclassified& correction, Timestamp now) {
  Telling telling(ticket_id, view.at(correction.file_id).tickets.at(ticket_id), now);
  Ticket& ticket = telling.ticket();
  int& ordinal = ticket.joined.at(piece).classification_ordinal;
  if (correction.classification_ordinal <= ordinal) return {};
  const bool again = std::exchange(ordinal, correction.classification_ordinal) > 1;
  if (again || correction.category != ticket.category || !AsksForWork(correction.type)) {
    telling.SayPassedAlarms();
    Because(correction, telling);
    telling.Say(FactOf(correction));
  }
  return Told(view, correction.file_id, telling);
}

// Says of the ticket that was just made or joined why that is.
void SayWhy(const FeedbackReclassified& correction, Timestamp now, Decision& decision) {
  for (Fact& fact : decision.facts) {
    if (auto* opened = std::get_if<TicketOpened>(&fact.what)) opened->recorded_before = true;
    if (auto* joined = std::get_if<FeedbackJoined>(&fact.what)) joined->recorded_before = true;
  }
  const TicketId ticket_id = decision.answer.ticket_id;
  Ticket& ticket = decision.changed.at(correction.file_id).tickets.at(ticket_id);
  Telling telling(ticket_id, ticket, now);
  Because(correction, telling);
  telling.Say(FactOf(correction));
  ticket = telling.ticket();
  const auto facts = telling.facts();
  decision.facts.insert(decision.facts.end(), facts.begin(), facts.end());
}

// It was recorded without a ticket.
Decision OfTheRecorded(const View& view, std::size_t place, const FeedbackReclassified& correction,
                       Timestamp now, const Policy& policy) {
  CustomerFile file = view.at(correction.file_id);
  int& ordinal = file.recorded.at(place).classification_ordinal;
  if (correction.classification_ordinal <= ordinal) return {};
  ordinal = correction.classification_ordinal;
  if (!AsksForWork(correction.type)) return {{{correction.file_id, std::move(file)}}, {}, {}, {}};
  file.recorded.erase(file.recorded.begin() + static_cast<std::ptrdiff_t>(place));
  Decision decision = Receive({{correction.file_id, file}}, correction, now, policy);
  SayWhy(correction, now, decision);
  return decision;
}

// Where feedback stands in a list of pieces; nothing where it does not.
template <typename Pieces>
std::optional<std::size_t> PlaceOf(const FeedbackId& feedback_id, const Pieces& pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].feedback_id == feedback_id) return i;
  }
  return std::nullopt;
}

}  // namespace

Decision Reclassify(const View& view, const FeedbackReclassified& correction, Timestamp now,
                    const Policy& policy) {
  const auto found = view.find(correction.file_id);
  if (found == view.end()) return {};
  const CustomerFile& file = found->second;
  if (const auto place = PlaceOf(correction.feedback_id, file.recorded)) {
    return OfTheRecorded(view, *place, correction, now, policy);
  }
  if (file.tickets.contains(TicketId(correction.feedback_id.uuid()))) {
    return OfItsTicket(view, correction, now, policy);
  }
  for (const auto& [ticket_id, ticket] : file.tickets) {
    if (const auto piece = PlaceOf(correction.feedback_id, ticket.joined)) {
      return OfAPiece(view, ticket_id, *piece, correction, now);
    }
  }
  return {};
}

}  // namespace recourse::routing
