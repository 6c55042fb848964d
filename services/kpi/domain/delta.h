#pragma once

#include "services/kpi/domain/counters.h"
#include "services/kpi/domain/loop_event.h"
#include "services/kpi/domain/ticket_event.h"

namespace recourse::kpi {

// Adds to `counters` what one fact of routing changes: what is so now, by the difference of its
// dimensions before and after; what happened, in the minute and the hour in which it was recorded;
// and what it corrects or settles, in those of what is corrected or settled.
void Count(const TicketEvent& event, Counters& counters);

// As above, of a fact of followup, which changes nothing of what is so now.
void Count(const LoopEvent& event, Counters& counters);

// Adds a record that could not be read: it changes no count, and it must not go unseen.
void CountUnreadable(Counters& counters);

}  // namespace recourse::kpi
