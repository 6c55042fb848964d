#pragma once

#include <variant>

#include "services/common/runtime/record.h"
#include "services/kpi/domain/ticket_event.h"

namespace recourse::kpi {

// Longer names of a branch, a region or a category are of nobody who keeps the rules.
inline constexpr std::size_t kNameBytesMax = 256;

// A record of recourse.routing.ticket.v1 as what counting needs of it, or why it cannot be counted.
std::variant<TicketEvent, Unreadable> DecodeTicketEvent(const RawRecord& record);

}  // namespace recourse::kpi
