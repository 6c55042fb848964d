#pragma once

#include <string>
#include <vector>

#include "services/routing/adapters/ticket_query_store.h"

namespace recourse::routing {

namespace v1 {
class TicketEvent;
}

// Which changes a watch is told. A change concerns it if the ticket is within its filter before the
// change or after it. Feedback without a ticket is nothing that is watched.
bool Concerns(const v1::TicketEvent& event, const TicketFilter& filter);

// The narrowest place outside of which nothing can concern the filter: a branch or a region; empty
// for the whole organisation.
const std::string& PlaceOf(const TicketFilter& filter);

// The places whose watches a change may concern, each once, the empty one among them.
std::vector<std::string> PlacesOf(const v1::TicketEvent& event);

}  // namespace recourse::routing
