#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// A ticket's fact reaches the people concerned: whoever has the ticket, the people of its branch
// where nobody has, and those whom an escalation names.
void TellOfTicket(Telling& telling, const TicketFact& fact);

// A reply did not arrive, or nobody knows: its agent has something to do.
void TellOfReply(Telling& telling, const Delivery& delivery);

}  // namespace recourse::followup
