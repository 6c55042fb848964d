#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "services/common/core/named.h"
#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse::routing {

// The aggregate: a customer, or one piece of feedback whose customer is not known.
using FileId = Id<struct FileTag>;
using CustomerId = Id<struct CustomerTag>;
using FeedbackId = Id<struct FeedbackTag>;
using TicketId = Id<struct TicketTag>;
using BranchId = Named<struct BranchTag>;
using RegionId = Named<struct RegionTag>;
using Category = Named<struct CategoryTag>;
using Channel = Named<struct ChannelTag>;
using AgentId = Named<struct AgentTag>;

enum class TicketState { kOpen = 1, kTaken = 2, kResolved = 3 };

// kWarned runs still; kBreached ran past its due time and is still owed; kMissed was kept too late.
enum class ClockState {
  kRunning = 1,
  kWarned = 2,
  kBreached = 3,
  kMet = 4,
  kMissed = 5,
  kCancelled = 6,
};

// The promise of a first response. `due_time` is the last instant that keeps it.
struct ResponseClock {
  ClockState state = ClockState::kRunning;
  Timestamp start_time;
  Timestamp warn_time;
  Timestamp due_time;
  std::int64_t target_ms = 0;
  std::optional<Timestamp> breach_time{};    // when the breach was recorded
  std::optional<Timestamp> response_time{};  // when the first answer was recorded
  friend bool operator==(const ResponseClock&, const ResponseClock&) = default;
};

// Which policies decided.
struct PolicyVersions {
  std::int64_t routing = 0;
  std::int64_t sla = 0;
  friend bool operator==(const PolicyVersions&, const PolicyVersions&) = default;
};

struct Ticket {
  std::int64_t version = 0;  // 1, 2, 3: one a fact
  std::string number;        // as spoken: 26-004217
  CustomerId customer_id;    // empty where the customer is not known
  BranchId branch_id;
  RegionId region_id;
  Category category;
  Channel channel;
  int severity = 2;  // 1 low to 4 critical
  TicketState state = TicketState::kOpen;
  AgentId agent_id;
  std::string subject;
  Timestamp open_time;
  std::optional<Timestamp> resolve_time{};
  int feedback_count = 1;
  ResponseClock clock;
  std::string routing_rule;
  PolicyVersions versions;
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

// The tickets of one customer that are open or may still be joined.
struct CustomerFile {
  std::map<TicketId, Ticket> tickets;
  friend bool operator==(const CustomerFile&, const CustomerFile&) = default;
};

// A customer's file holds no more; beyond it the ticket resolved longest ago leaves the file, and
// where none is resolved feedback joins the newest ticket on whatever matter.
inline constexpr std::size_t kTicketsInFileMax = 200;

}  // namespace recourse::routing
