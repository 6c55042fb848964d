#pragma once

#include "services/console/adapters/door.h"
#include "services/console/adapters/ticket_routes.h"

namespace recourse::console {

// Every command on a ticket, by its route. `tickets` outlives them.
Door::Routes CommandRoutes(TicketRoutes& tickets);

}  // namespace recourse::console
