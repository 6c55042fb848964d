#pragma once

#include <string>

#include "services/routing/domain/ticket.h"

namespace recourse::routing {

// What a ticket's row keeps beside its columns, the clocks above all:
// recourse.routing.v1.TicketRecord. Thread-safe.
std::string EncodeRecord(const Ticket& ticket);
// Reads it into `ticket`; false where the bytes are no such record.
bool DecodeRecord(const std::string& bytes, Ticket& ticket);

// What a file's row keeps beside its tickets: recourse.routing.v1.FileRecord. Thread-safe.
std::string EncodeFile(const CustomerFile& file);
// Reads it into `file`; false where the bytes are no such record.
bool DecodeFile(const std::string& bytes, CustomerFile& file);

}  // namespace recourse::routing
