#pragma once

#include <variant>
#include <vector>

#include "services/routing/domain/sla/account.h"
#include "services/routing/domain/sla/calendars.h"

namespace recourse::routing::sla {

// Folds the events of one clock, in order of their times. Refused, with the number of the event in
// `parameters["event"]`: `not_started`, `started_twice`, `event_before_start` (an answer excepted,
// E81), `events_out_of_order`, `time_out_of_range`, `too_many_events`, `unknown_calendar`,
// `target_not_positive`, `target_too_long`, `grace_invalid`, `target_kind_changed`,
// `mode_not_for_dates`, `reason_missing`, `term_not_known`.
std::variant<Account, Refusal> Fold(const std::vector<ClockEvent>& events,
                                    const Calendars& calendars);

}  // namespace recourse::routing::sla
