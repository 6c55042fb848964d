#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// A public reply is to come back to its customer: sent, or told by an agent.
void Deliver(Telling& telling, const TicketFact& fact, const PublicReply& reply);

// What became of it. What failed or is unknown is a task of the agent, and is never repeated by
// itself.
void HearOfReply(Telling& telling, const EffectResult& result);

// An agent told the customer himself; what was not sent yet is then not wanted any more. Refusals:
// reply-unknown, reply-delivered, reply-already-told (by another, or at another time),
// told-time-out-of-range.
Decision Mark(Telling& telling, const MarkTold& event);

}  // namespace recourse::followup
