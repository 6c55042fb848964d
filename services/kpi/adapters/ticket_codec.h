#pragma once

#include <variant>

#include "services/common/runtime/record.h"
#include "services/kpi/domain/ticket_event.h"

namespace recourse::kpi {

// A ticket has one last clock of each kind and ends few durations at a time.
inline constexpr int kClocksMax = 16;
inline constexpr int kDurationsMax = 16;

// A record of recourse.routing.ticket.v1 as what counting needs of it, or why it cannot be counted.
std::variant<TicketEvent, Unreadable> DecodeTicketEvent(const RawRecord& record);

}  // namespace recourse::kpi
