#pragma once

#include <vector>

#include "services/common/postgres/params.h"
#include "services/followup/domain/customer_file.h"

namespace recourse::followup {

// What is written of one loop, or one delivery: the columns that lists ask by, and the record.
struct LoopRow {
  LoopId loop_id;
  FileId file_id;
  const Loop* loop = nullptr;
};
struct DeliveryRow {
  DeliveryId delivery_id;
  FileId file_id;
  const Delivery* delivery = nullptr;
};

#define RECOURSE_LOOP_COLUMNS                                                            \
  "loop_id, file_id, version, ticket_id, ticket_number, customer_id, cycle, branch_id, " \
  "region_id, category, channel, agent_id, severity, state, verdict, reason, way, "      \
  "is_unknown, resolve_time, ask_time, remind_time, expire_time, close_time, record"
#define RECOURSE_DELIVERY_COLUMNS                                                         \
  "delivery_id, file_id, version, ticket_id, ticket_number, reply_version, customer_id, " \
  "branch_id, region_id, agent_id, state, reply_time, settle_time, told_time, reason, record"

// The columns as arrays, for unnest.
Params LoopParams(const std::vector<LoopRow>& rows);
Params DeliveryParams(const std::vector<DeliveryRow>& rows);

}  // namespace recourse::followup
