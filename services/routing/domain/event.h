#pragma once

#include <string>
#include <variant>
#include <vector>

#include "services/routing/domain/ticket.h"

namespace recourse::routing {

// What routing is told. Each event names the file that decides it.

struct FeedbackClassified {
  FileId file_id;
  FeedbackId feedback_id;
  CustomerId customer_id;  // empty where not known
  std::string type;        // complaint, enquiry, suggestion, praise, noise
  Category category;
  int severity = 2;
  Channel channel;
  std::string place;
  std::string text;
  std::optional<TicketId> about_ticket_id{};
  Timestamp occurred_time;
  std::int64_t ordinal = 0;  // unique among all feedback, for the number that can be spoken
  std::string model_version;
  std::int64_t rules_version = 0;
};

// What an agent does to a ticket; the adapter looked up its file.
struct TakeTicket {
  FileId file_id;
  TicketId ticket_id;
  AgentId agent_id;
};
struct ReplyTicket {
  FileId file_id;
  TicketId ticket_id;
  AgentId agent_id;
  std::string text;
};
struct ResolveTicket {
  FileId file_id;
  TicketId ticket_id;
  AgentId agent_id;
  std::string resolution;
};

// The timers of a clock.
struct WarnTimePassed {
  FileId file_id;
  TicketId ticket_id;
};
struct DueTimePassed {
  FileId file_id;
  TicketId ticket_id;
};

using Event = std::variant<FeedbackClassified, TakeTicket, ReplyTicket, ResolveTicket,
                           WarnTimePassed, DueTimePassed>;

// What a command is answered.
struct Answer {
  TicketId ticket_id;
  std::int64_t ticket_version = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

// What is counted by; see proto recourse.routing.v1.Dimensions.
struct Dimensions {
  BranchId branch_id;
  RegionId region_id;
  Category category;
  Channel channel;
  AgentId agent_id;
  int severity = 0;
  std::optional<TicketState> state{};      // none: there is no ticket
  std::optional<ClockState> response_clock{};
  friend bool operator==(const Dimensions&, const Dimensions&) = default;
};

struct EndedDuration {
  std::string kind;  // first_response, resolution
  std::int64_t duration_ms = 0;
  friend bool operator==(const EndedDuration&, const EndedDuration&) = default;
};

struct TicketOpened {
  std::string subject;
  ResponseClock clock;
  std::string routing_rule;
  friend bool operator==(const TicketOpened&, const TicketOpened&) = default;
};
struct FeedbackJoined {
  friend bool operator==(const FeedbackJoined&, const FeedbackJoined&) = default;
};
struct FeedbackRecorded {
  std::string type;
  friend bool operator==(const FeedbackRecorded&, const FeedbackRecorded&) = default;
};
struct TicketTaken {
  AgentId agent_id;
  friend bool operator==(const TicketTaken&, const TicketTaken&) = default;
};
struct TicketReplied {
  AgentId agent_id;
  std::string text;
  friend bool operator==(const TicketReplied&, const TicketReplied&) = default;
};
struct TicketResolved {
  AgentId agent_id;
  std::string resolution;
  friend bool operator==(const TicketResolved&, const TicketResolved&) = default;
};
struct ClockWarned {
  Timestamp due_time;
  friend bool operator==(const ClockWarned&, const ClockWarned&) = default;
};
struct ClockBreached {
  Timestamp due_time;
  friend bool operator==(const ClockBreached&, const ClockBreached&) = default;
};
using What = std::variant<TicketOpened, FeedbackJoined, FeedbackRecorded, TicketTaken,
                          TicketReplied, TicketResolved, ClockWarned, ClockBreached>;

// What routing tells the others: one change of one ticket, or feedback that asks for none.
struct Fact {
  TicketId ticket_id;  // empty in FeedbackRecorded
  std::int64_t ticket_version = 0;
  std::string number;
  CustomerId customer_id;
  FeedbackId feedback_id;  // empty where it does not follow from one
  Timestamp occurred_time;
  Timestamp recorded_time;
  std::optional<Dimensions> before{};
  std::optional<Dimensions> after{};
  std::vector<EndedDuration> durations_ended{};
  PolicyVersions versions;
  std::string model_version;
  std::int64_t rules_version = 0;
  What what;
  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace recourse::routing
