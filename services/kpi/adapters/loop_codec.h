#pragma once

#include <variant>

#include "services/common/runtime/record.h"
#include "services/kpi/domain/loop_event.h"

namespace recourse::kpi {

// A record of recourse.followup.loop.v1 as what counting needs of it, or why it cannot be counted.
// Facts of deliveries and preferences come out as ones in which no loop changes.
std::variant<LoopEvent, Unreadable> DecodeLoopEvent(const RawRecord& record);

}  // namespace recourse::kpi
