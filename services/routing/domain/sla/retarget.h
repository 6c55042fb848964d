#pragma once

#include "services/routing/domain/sla/account.h"
#include "services/routing/domain/sla/calendars.h"

namespace recourse::routing::sla {

// Gives the record in force its target, counted from `since` where it is a term. Refused:
// `target_not_positive`, `target_too_long`, `term_not_known`, `time_out_of_range`.
std::optional<Refusal> SetTarget(Account& account, const Calendars& calendars, const Target& target,
                                 Timestamp since);

// Puts a new record in the place of the one in force, which is kept as it stood at `time`; the
// current stretch begins there. Refused as SetTarget.
std::optional<Refusal> Retarget(Account& account, const Calendars& calendars,
                                const Retargeted& change, Timestamp time);

}  // namespace recourse::routing::sla
