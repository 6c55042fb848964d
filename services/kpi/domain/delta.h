#pragma once

#include <vector>

#include "services/kpi/domain/counters.h"
#include "services/kpi/domain/loop_event.h"
#include "services/kpi/domain/ticket_event.h"

namespace recourse::kpi {

// What happened at a time, as one fact tells it.
struct Happening {
  Timestamp time;
  Cells cells;
};

// What one fact changes. Of its parts, added up over facts, everything else is made: the counters,
// and the lists of who is behind them.
struct Deltas {
  Cells standing;  // what is so now
  std::vector<Happening> happenings{};
};

// Of a fact of routing: what is so now, by the difference of its dimensions before and after; what
// happened, when it was recorded; and what it corrects or settles, when that was recorded.
Deltas DeltasOf(const TicketEvent& event);
// Of a fact of followup, which changes nothing of what is so now.
Deltas DeltasOf(const LoopEvent& event);

// Adds deltas to the counters: what happened, in its minute and in its hour.
void Count(const Deltas& deltas, Counters& counters);
inline void Count(const TicketEvent& event, Counters& counters) {
  Count(DeltasOf(event), counters);
}
inline void Count(const LoopEvent& event, Counters& counters) { Count(DeltasOf(event), counters); }

// Adds a record that could not be read: it changes no count, and it must not go unseen.
void CountUnreadable(Counters& counters);

}  // namespace recourse::kpi
