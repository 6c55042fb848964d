#pragma once

#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/routing/domain/ticket.h"

namespace recourse::routing {

// One row of `tickets`, both ways. The columns in the order of kTicketColumns.
#define RECOURSE_TICKET_COLUMNS                                                                \
  "ticket_id, file_id, version, number, customer_id, branch_id, region_id, category, channel, " \
  "severity, state, agent_id, subject, open_time, resolve_time, feedback_count, clock_state, "  \
  "clock_start_time, warn_time, due_time, target_ms, breach_time, response_time, "              \
  "routing_rule, routing_policy_version, sla_policy_version"

struct TicketRow {
  TicketId ticket_id;
  FileId file_id;
  Ticket ticket;
};
TicketRow TicketRowOf(const Result& rows, int row);
// The columns as arrays, for unnest.
Params TicketParams(const std::vector<TicketRow>& rows);

}  // namespace recourse::routing
