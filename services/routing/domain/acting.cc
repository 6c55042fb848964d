#include "services/routing/domain/acting.h"

#include <algorithm>

namespace recourse::routing {

Decision Refuse(std::string slug, std::map<std::string, std::string> parameters) {
  return {{}, {}, {}, Refusal{std::move(slug), std::move(parameters)}};
}

const Ticket* Find(const View& view, const FileId& file_id, const TicketId& ticket_id) {
  const auto file = view.find(file_id);
  if (file == view.end()) return nullptr;
  const auto ticket = file->second.tickets.find(ticket_id);
  return ticket == file->second.tickets.end() ? nullptr : &ticket->second;
}

std::map<TicketId, Ticket>::const_iterator Survivor(const std::map<TicketId, Ticket>& tickets,
                                                    const TicketId& ticket_id) {
  auto found = tickets.find(ticket_id);
  for (std::size_t i = 0; i < tickets.size() && found != tickets.end(); ++i) {
    if (found->second.merged_into.empty()) break;
    found = tickets.find(found->second.merged_into);
  }
  return found;
}

bool IsFull(const std::map<TicketId, Ticket>& tickets) {
  const auto open = std::count_if(tickets.begin(), tickets.end(),
                                  [](const auto& entry) { return IsOpen(entry.second); });
  return static_cast<std::size_t>(open) >= kOpenTicketsInFileMax;
}

Decision Told(const View& view, const FileId& file_id, const Telling& telling) {
  CustomerFile file = view.at(file_id);
  file.tickets[telling.ticket_id()] = telling.ticket();
  const Answer answer{telling.ticket_id(), telling.ticket().version};
  return {{{file_id, std::move(file)}}, telling.facts(), answer, {}};
}

Objection UnlessOpen(const Ticket& ticket) {
  if (ticket.state == TicketState::kResolved) return Refusal{"ticket-resolved"};
  if (ticket.state == TicketState::kClosed) return Refusal{"ticket-closed"};
  return std::nullopt;
}

}  // namespace recourse::routing
