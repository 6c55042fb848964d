#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// A ticket was resolved: a loop opens, once a ticket and cycle. Whoever is never to be asked has
// his verdict at once.
void OpenLoop(Telling& telling, const TicketFact& fact);

// The ticket is worked on again, or became part of another: its open loops are cancelled.
void CancelLoops(Telling& telling, const TicketFact& fact, LoopReason reason);

// The timers of a loop. Each judges anew, for much may have changed since it was set.
void Ask(Telling& telling, const LoopId& loop_id);
void Remind(Telling& telling, const LoopId& loop_id);

// What became of a survey or of its reminder.
void HearOfSurvey(Telling& telling, const EffectResult& result);
void HearOfReminder(Telling& telling, const EffectResult& result);

}  // namespace recourse::followup
