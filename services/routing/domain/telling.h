#pragma once

#include <vector>

#include "services/routing/domain/event.h"

namespace recourse::routing {

// What a ticket is counted by, as it stands.
Dimensions DimensionsOf(const Ticket& ticket);

// What is said of a ticket that begins.
TicketOpened OpeningOf(const Ticket& ticket);

// Gathers what one event says of one ticket: each fact raises the ticket's version and carries the
// dimensions from the one before it.
class Telling {
 public:
  Telling(TicketId ticket_id, Ticket ticket, Timestamp now);
  // The feedback that the facts follow from, and when.
  void Because(const FeedbackClassified& feedback);
  // `ticket()` was changed to what it is now by this.
  void Say(What what, std::vector<EndedDuration> ended = {});
  // The first thing ever said of this ticket: there is no before.
  void Open(TicketOpened what);
  // Says the alarms of all clocks that have passed by now, each once: a breach is told by whoever
  // comes first, the timer or whatever else happens to the ticket.
  void SayPassedAlarms();

  const TicketId& ticket_id() const { return ticket_id_; }
  Ticket& ticket() { return ticket_; }
  const Ticket& ticket() const { return ticket_; }
  Timestamp now() const { return now_; }
  std::vector<Fact> facts() const { return facts_; }

 private:
  TicketId ticket_id_;
  Ticket ticket_;
  Timestamp now_;
  std::optional<Dimensions> before_;
  Fact origin_;
  std::vector<Fact> facts_;
};

}  // namespace recourse::routing
