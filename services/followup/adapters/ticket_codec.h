#pragma once

#include <variant>

#include "services/common/runtime/record.h"
#include "services/followup/domain/event.h"

namespace recourse::followup {

inline constexpr const char* kTicketTopic = "recourse.routing.ticket.v1";

// routing's TicketEvent as an event. A fact that came after this build says at least how the ticket
// stands; feedback that made no ticket is an event of nobody.
std::variant<Event, Unreadable> ReadTicketFact(const RawRecord& record);

}  // namespace recourse::followup
