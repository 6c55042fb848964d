#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/routing/domain/ticket.h"

namespace recourse::routing {

// One row of `tickets`, both ways. The columns that tell of a clock are those of the promised
// answer (see AnswerClock), for lists and indexes; the clocks themselves stand in `clocks`. A row
// from before there were several has none: it is read as one first response by a calendar that is
// always open.
#define RECOURSE_TICKET_COLUMNS                                                                 \
  "ticket_id, file_id, version, number, customer_id, branch_id, region_id, category, channel, " \
  "severity, state, agent_id, subject, open_time, resolve_time, feedback_count, clock_state, "  \
  "clock_start_time, warn_time, due_time, target_ms, breach_time, response_time, "              \
  "routing_rule, routing_policy_version, sla_policy_version, clocks, cycle, language, reason, " \
  "returned_from, merged_into_ticket_id, confirm_time, close_time, reclock_time, "             \
  "reclock_standards"

struct TicketRow {
  TicketId ticket_id;
  FileId file_id;
  Ticket ticket;
};
// The columns of the promised answer; in old rows they are all there is of it.
struct AnswerColumns {
  int state = 0;  // 0 where the standard promises none
  std::optional<Timestamp> start_time{};
  std::optional<Timestamp> warn_time{};
  std::optional<Timestamp> due_time{};
  std::int64_t target_ms = 0;
  std::optional<Timestamp> breach_time{};
  std::optional<Timestamp> response_time{};
  friend bool operator==(const AnswerColumns&, const AnswerColumns&) = default;
};
AnswerColumns AnswerColumnsOf(const Ticket& ticket);

TicketRow TicketRowOf(const Result& rows, int row);
// Those of the same row as they stand there, whatever its clocks say.
AnswerColumns AnswerColumnsOf(const Result& rows, int row);
// The columns as arrays, for unnest.
Params TicketParams(const std::vector<TicketRow>& rows);

}  // namespace recourse::routing
