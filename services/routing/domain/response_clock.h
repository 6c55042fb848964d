#pragma once

#include <vector>

#include "services/common/core/decider.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// The clock of a ticket opened at `now`.
ResponseClock StartClock(Timestamp now, const ResponseStandard& standard);

// The promise is owed still: running, warned of, or breached and unanswered.
bool Owed(const ResponseClock& clock);

// What the first answer makes of the clock: met up to and at the due time, missed after it,
// whether or not its breach was recorded already.
ResponseClock Answered(ResponseClock clock, Timestamp now);

// The names of a ticket's timers begin with its id.
enum class ClockTimer { kWarn, kDue };
Timer TimerOf(const TicketId& ticket_id, ClockTimer kind, const ResponseClock& clock);
// The timers that a clock waits for: none once it is breached or ended.
std::vector<Timer> TimersOf(const TicketId& ticket_id, const ResponseClock& clock);

}  // namespace recourse::routing
