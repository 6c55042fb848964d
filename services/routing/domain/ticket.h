#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/named.h"
#include "services/common/core/uuid.h"
#include "services/routing/domain/clock.h"

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

// kWaiting: the customer was asked for something. kClosed: beyond reopening.
enum class TicketState { kOpen = 1, kTaken = 2, kResolved = 3, kClosed = 4, kWaiting = 5 };

// Which policies decided.
struct PolicyVersions {
  std::int64_t routing = 0;
  std::int64_t sla = 0;
  friend bool operator==(const PolicyVersions&, const PolicyVersions&) = default;
};

// The SLA standard that held at opening, and why that one. It holds for the ticket's whole life.
struct HeldStandard {
  std::string standard_id;
  std::string reason;
  friend bool operator==(const HeldStandard&, const HeldStandard&) = default;
};

// A repeat contact: what joined a ticket, and when.
struct Joined {
  FeedbackId feedback_id;
  Timestamp time;
  int classification_ordinal = 1;  // the last that was heard of it
  friend bool operator==(const Joined&, const Joined&) = default;
};
// So many of the last ones are known by name, and can be split off.
inline constexpr std::size_t kJoinedMax = 100;

// Feedback that asked for no work: if a person says that it does, it becomes a ticket after all.
struct Recorded {
  FeedbackId feedback_id;
  int classification_ordinal = 1;  // the last that was heard of it
  friend bool operator==(const Recorded&, const Recorded&) = default;
};
// So many of the last ones of a file are known.
inline constexpr std::size_t kRecordedMax = 100;

// Feedback of the same customer that another piece means like.
struct SimilarFeedback {
  FeedbackId feedback_id;
  int similarity_percent = 0;
  friend bool operator==(const SimilarFeedback&, const SimilarFeedback&) = default;
};

// What was heard of feedback before the feedback itself, for there is no order between topics.
struct Expected {
  FeedbackId feedback_id;
  Timestamp time;
  std::vector<SimilarFeedback> similar{};  // the most alike first
  int like_count = 0;
  friend bool operator==(const Expected&, const Expected&) = default;
};
// So many of the last ones of a file are kept, for so long.
inline constexpr std::size_t kExpectedMax = 8;
inline constexpr Duration kExpectedFor = std::chrono::hours(24);

// A changed policy is to be applied to this open ticket.
struct Reclock {
  Timestamp time;          // when that was put
  bool standards = false;  // its standards too, not only the calendar of its branch
  friend bool operator==(const Reclock&, const Reclock&) = default;
};

// What may be the same matter, for a person to judge: classify found it to mean alike.
struct Suggestion {
  TicketId ticket_id{};        // the customer's older one; empty where only others' words are alike
  std::string number{};        // of that one
  int similarity_percent = 0;  // of what both say; 100 is the same
  int like_count = 0;          // pieces of feedback of whichever customers within 24 hours; 0: few
  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};
// Fewer that are alike are no news.
inline constexpr int kLikeCountMin = 5;
// So many of the last ones that a person declined are not suggested again.
inline constexpr std::size_t kDeclinedMax = 20;

struct Ticket {
  std::int64_t version = 0;  // 1, 2, 3: one a fact
  std::string number;        // as spoken: 26-004217
  CustomerId customer_id;    // empty where the customer is not known
  BranchId branch_id;
  RegionId region_id;
  Category category;
  Channel channel;
  std::string language;  // in which to write to the customer; empty where not known
  int severity = 2;      // 1 low to kSeverityMax
  TicketState state = TicketState::kOpen;
  int cycle = 1;  // one more with each reopening
  AgentId agent_id;
  std::string subject;
  std::string reason;      // while waiting, or returned and not judged: why
  BranchId returned_from;  // while a return is not judged
  TicketId merged_into;
  Timestamp open_time;
  Timestamp cycle_time;  // when this cycle began
  std::optional<Timestamp> resolve_time{};
  std::optional<Timestamp> confirm_time{};  // when the resolution will count
  std::optional<Timestamp> close_time{};    // closed, or merged
  std::optional<Reclock> reclock{};
  std::vector<Joined> joined{};  // oldest first, without what was split off
  int split_count = 0;
  int feedback_count = 1;
  int classification_ordinal = 1;  // the last that was heard of the feedback whose id it has
  Clocks clocks;
  bool answered = false;     // a person has answered the customer at all
  std::string calendar_id;   // of the branch, as clocks name it: id@version
  std::string routing_rule;  // why it was opened where it was
  HeldStandard standard;
  PolicyVersions versions;
  std::optional<Suggestion> suggestion{};
  std::vector<TicketId> declined{};  // "not the same", oldest first
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

inline constexpr int kSeverityMax = 4;

// In place of a routing rule: an agent made a ticket of what had joined another, and said of what
// category it is.
inline constexpr const char* kSplitRule = "split";

// Resolved and closed tickets are not open.
inline bool IsOpen(const Ticket& ticket) {
  return ticket.state != TicketState::kResolved && ticket.state != TicketState::kClosed;
}

// The tickets of one customer that are open or may still be spoken of.
struct CustomerFile {
  std::map<TicketId, Ticket> tickets;
  std::vector<Recorded> recorded{};  // oldest first
  std::vector<Expected> expected{};  // oldest first
  friend bool operator==(const CustomerFile&, const CustomerFile&) = default;
};

// So many tickets of a file are open; beyond that feedback joins the oldest on whatever matter.
inline constexpr std::size_t kOpenTicketsInFileMax = 200;

}  // namespace recourse::routing
