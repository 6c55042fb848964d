#pragma once

#include "services/kpi/domain/counters.h"
#include "services/kpi/domain/ticket_event.h"

namespace recourse::kpi {

// Adds to `counters` what one fact changes: what is so now, by the difference of its dimensions
// before and after, and what happened, in the minute and the hour in which it was recorded.
void Count(const TicketEvent& event, Counters& counters);

// Adds a record that could not be read: it changes no count, and it must not go unseen.
void CountUnreadable(Counters& counters);

}  // namespace recourse::kpi
