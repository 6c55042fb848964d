#pragma once

#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/recoursectl/client.h"

namespace CLI {
class App;
}

namespace recourse::ctl {

// Tickets, clocks and facts as a line each, for people.
void PrintTicketLine(const routing::v1::Ticket& ticket);
// As a line, or as JSON where that is asked for.
void PrintTicket(const Context& context, const routing::v1::Ticket& ticket);
void PrintClock(const routing::v1::TicketClock& clock);
// What may be the same matter, and what to do about it; nothing where nothing is suggested.
void PrintSuggestion(const routing::v1::Ticket& ticket);
void PrintFact(const routing::v1::TicketEvent& event);
// As TimeText, absent while there is none.
std::string TimeOrDash(bool present, const google::protobuf::Timestamp& time);

// Parts of `ticket`: what an agent does, and what happened and why.
void AddTicketActions(CLI::App& ticket, Context& context, int& exit_status);
void AddTicketHistory(CLI::App& ticket, Context& context, int& exit_status);

}  // namespace recourse::ctl
