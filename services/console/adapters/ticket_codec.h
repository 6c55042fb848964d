#pragma once

#include <grpcpp/support/status.h>

#include <boost/json/object.hpp>
#include <optional>

namespace recourse::routing::v1 {
class ExplainTicketResponse;
class GetDispositionResponse;
class ListBranchesResponse;
class ListTicketsResponse;
class Ticket;
class TicketEvent;
class TicketHistory;
class TicketSnapshot;
}  // namespace recourse::routing::v1

namespace recourse::console {

// Times that are not set are left out; states are the words of the contract in lower case.
boost::json::object TicketJson(const routing::v1::Ticket& ticket);
// {"ticket": ...}: what every command answers.
boost::json::object HeldTicketJson(const routing::v1::Ticket& ticket);
// {"facts": [...], "more": false}.
boost::json::object HistoryJson(const routing::v1::TicketHistory& history);
boost::json::object ExplanationJson(const routing::v1::ExplainTicketResponse& explanation);
// What a refusal `ticket-changed` tells of the facts since; nothing where it tells none.
std::optional<boost::json::object> ChangedSince(const grpc::Status& status);
// The fact stands under its own name: {"clock_breached": {"due_time": "..."}}.
boost::json::object ChangeJson(const routing::v1::TicketEvent& change);
boost::json::object DispositionJson(const routing::v1::GetDispositionResponse& disposition);
boost::json::object BranchesJson(const routing::v1::ListBranchesResponse& branches);
boost::json::object TicketsJson(const routing::v1::ListTicketsResponse& tickets);

// Whether the ticket, or the ticket before or after the change, owes something that is overdue: an
// answer, a resolution, whatever was promised.
bool IsBreached(const routing::v1::Ticket& ticket);
bool TouchesBreach(const routing::v1::TicketEvent& change);

}  // namespace recourse::console
