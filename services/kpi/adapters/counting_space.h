#pragma once

#include "services/common/redis/counting.h"
#include "services/common/runtime/record.h"

namespace recourse::kpi {

// The facts that are counted: routing's, and followup's.
inline constexpr const char* kTicketTopic = "recourse.routing.ticket.v1";
inline constexpr const char* kLoopTopic = "recourse.followup.loop.v1";

// Where a partition is counted: `recourse:kpi:v1:{routing.ticket.3}`. The version is that of what
// is counted and how; a build that counts otherwise begins a new one.
CountingSpace SpaceOf(const Partition& partition);

}  // namespace recourse::kpi
