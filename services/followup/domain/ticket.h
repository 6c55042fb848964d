#pragma once

#include <cstdint>
#include <string>

#include "services/common/core/named.h"
#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse::followup {

// The aggregate: a customer, a ticket whose customer is not known, or a person of the staff.
using FileId = Id<struct FileTag>;
using CustomerId = Id<struct CustomerTag>;
using TicketId = Id<struct TicketTag>;
// One cycle of follow-up; also the id of its survey.
using LoopId = Id<struct LoopTag>;
// One public reply on its way to its customer.
using DeliveryId = Id<struct DeliveryTag>;
using NoticeId = Id<struct NoticeTag>;
using BranchId = Named<struct BranchTag>;
using RegionId = Named<struct RegionTag>;
using Category = Named<struct CategoryTag>;
using Channel = Named<struct ChannelTag>;
using AgentId = Named<struct AgentTag>;

// What is counted by; see proto recourse.followup.v1.Dimensions.
struct Dimensions {
  BranchId branch_id;
  RegionId region_id;
  Category category;
  Channel channel;
  AgentId agent_id;
  int severity = 0;  // 1 low to 4 critical
  friend bool operator==(const Dimensions&, const Dimensions&) = default;
};

// A ticket as routing's fact told of it.
struct Ticket {
  TicketId ticket_id;
  std::string number;      // as spoken: 26-004217
  CustomerId customer_id;  // empty where the customer is not known
  int cycle = 1;           // of resolution: one more with each reopening
  std::string language;    // BCP 47; empty where it is not known
  Dimensions dimensions;
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

// The file that a ticket's follow-up is kept in.
inline FileId FileOf(const Ticket& ticket) {
  return FileId(ticket.customer_id.empty() ? ticket.ticket_id.uuid() : ticket.customer_id.uuid());
}
inline LoopId LoopOf(const TicketId& ticket_id, int cycle) {
  return LoopId(NamedUuid(ticket_id.uuid(), "loop " + std::to_string(cycle)));
}
// `version` is the ticket's at the reply.
inline DeliveryId DeliveryOf(const TicketId& ticket_id, std::int64_t version) {
  return DeliveryId(NamedUuid(ticket_id.uuid(), "reply " + std::to_string(version)));
}

}  // namespace recourse::followup
