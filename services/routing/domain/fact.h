#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/routing/domain/ticket.h"

namespace recourse::routing {

// What routing tells the others; see proto recourse.routing.v1.TicketEvent.

// The last clock of a kind as it stands.
struct ClockStanding {
  sla::ClockName name;
  ClockState state = ClockState::kRunning;
  std::optional<Timestamp> due_time{};  // none while paused, or not known
  std::string breach_cause{};           // see Clock
  friend bool operator==(const ClockStanding&, const ClockStanding&) = default;
};

// What is counted by.
struct Dimensions {
  BranchId branch_id;
  RegionId region_id;
  Category category;
  Channel channel;
  AgentId agent_id;
  int severity = 0;
  std::optional<TicketState> state{};          // none: there is no ticket
  std::optional<ClockState> response_clock{};  // the first response
  std::vector<ClockStanding> clocks{};         // by kind
  std::optional<Timestamp> open_time{};        // none: there is no ticket
  friend bool operator==(const Dimensions&, const Dimensions&) = default;
};

struct EndedDuration {
  std::string kind;  // first_response, next_response, resolution
  std::int64_t duration_ms = 0;
  std::optional<std::int64_t> business_ms{};  // permitted time of it, by its clock
  friend bool operator==(const EndedDuration&, const EndedDuration&) = default;
};

struct TicketOpened {
  std::string subject;
  std::optional<Timestamp> due_time{};  // these four of the first response
  std::optional<Timestamp> warn_time{};
  Duration target{};
  std::string calendar_id;
  std::string routing_rule;
  TicketId split_from{};                 // empty where feedback opened it
  std::optional<Timestamp> open_time{};  // where it is not when this was recorded
  bool recorded_before = false;          // its feedback was recorded without a ticket first
  friend bool operator==(const TicketOpened&, const TicketOpened&) = default;
};
struct FeedbackJoined {
  bool recorded_before = false;  // without a ticket
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
  std::optional<Timestamp> told_time{};
  friend bool operator==(const TicketReplied&, const TicketReplied&) = default;
};
struct TicketResolved {
  AgentId agent_id;
  std::string resolution;
  friend bool operator==(const TicketResolved&, const TicketResolved&) = default;
};
struct TicketNoted {
  AgentId agent_id;
  std::string text;
  friend bool operator==(const TicketNoted&, const TicketNoted&) = default;
};
struct TicketWaiting {
  AgentId agent_id;
  std::string reason;
  friend bool operator==(const TicketWaiting&, const TicketWaiting&) = default;
};
struct TicketResumed {
  AgentId agent_id;  // empty where the customer wrote
  std::string reason;
  friend bool operator==(const TicketResumed&, const TicketResumed&) = default;
};
struct TicketTransferred {
  AgentId agent_id;
  std::string reason;
  std::string cause{};  // reclassification; empty where an agent gave it away
  friend bool operator==(const TicketTransferred&, const TicketTransferred&) = default;
};
struct TicketReturned {
  AgentId agent_id;
  std::string reason;
  friend bool operator==(const TicketReturned&, const TicketReturned&) = default;
};
struct ReturnJudged {
  AgentId agent_id;
  bool justified = false;
  std::string reason;
  friend bool operator==(const ReturnJudged&, const ReturnJudged&) = default;
};
struct TicketReopened {
  AgentId agent_id;   // empty where no agent did
  std::string cause;  // customer, survey, agent
  std::string reason;
  std::optional<Timestamp> resolve_time{};  // of the resolution that did not hold
  friend bool operator==(const TicketReopened&, const TicketReopened&) = default;
};
struct TicketClosed {
  AgentId agent_id;
  std::string reason;
  friend bool operator==(const TicketClosed&, const TicketClosed&) = default;
};
struct TicketMerged {
  AgentId agent_id;
  TicketId into_ticket_id;
  friend bool operator==(const TicketMerged&, const TicketMerged&) = default;
};
struct TicketUnmerged {
  AgentId agent_id;
  TicketId from_ticket_id;
  std::string reason;
  friend bool operator==(const TicketUnmerged&, const TicketUnmerged&) = default;
};
struct TicketSplit {
  AgentId agent_id;
  FeedbackId feedback_id;
  TicketId into_ticket_id;
  bool same_matter = false;
  std::string reason;
  friend bool operator==(const TicketSplit&, const TicketSplit&) = default;
};
struct ClockWarned {
  Timestamp due_time;
  sla::ClockName clock;
  friend bool operator==(const ClockWarned&, const ClockWarned&) = default;
};
struct ClockBreached {
  Timestamp due_time;
  sla::ClockName clock;
  std::string cause{};  // see Clock::breach_cause
  friend bool operator==(const ClockBreached&, const ClockBreached&) = default;
};
struct ClockEscalated {
  Timestamp due_time;
  sla::ClockName clock;
  int level = 1;
  friend bool operator==(const ClockEscalated&, const ClockEscalated&) = default;
};
struct ClockRecomputed {
  sla::ClockName clock;
  std::optional<Timestamp> old_due_time{};
  std::optional<Timestamp> new_due_time{};
  std::string cause;  // transferred, returned, waiting, resumed, policy_change, reclassification
  friend bool operator==(const ClockRecomputed&, const ClockRecomputed&) = default;
};
struct ClockBreachRevoked {
  sla::ClockName clock;
  std::optional<Timestamp> due_time{};
  Timestamp breach_time;  // when the breach was recorded
  Timestamp answered_time;
  AgentId agent_id;
  std::string reason;
  std::string breach_cause{};  // as the breach had it
  friend bool operator==(const ClockBreachRevoked&, const ClockBreachRevoked&) = default;
};
struct EscalationAcknowledged {
  AgentId agent_id;
  sla::ClockName clock;
  int level = 0;
  friend bool operator==(const EscalationAcknowledged&, const EscalationAcknowledged&) = default;
};
struct StandardChanged {
  HeldStandard standard;
  friend bool operator==(const StandardChanged&, const StandardChanged&) = default;
};
// What a person says that feedback of this ticket is. Where it is the feedback that opened it, the
// ticket's own category and severity follow, as its dimensions say.
struct TicketReclassified {
  std::string corrected_by;
  std::string reason;
  std::string type;
  Category category;
  int severity = 0;
  int classification_ordinal = 0;
  friend bool operator==(const TicketReclassified&, const TicketReclassified&) = default;
};
// The ticket may be of the same matter as an older one of the customer, or as what many say.
struct MatterSuggested {
  Suggestion suggestion;
  friend bool operator==(const MatterSuggested&, const MatterSuggested&) = default;
};
struct SuggestionEnded {
  AgentId agent_id;
  TicketId suggested_ticket_id;
  std::string cause;  // declined; merged, closed: the suggested ticket was
  friend bool operator==(const SuggestionEnded&, const SuggestionEnded&) = default;
};
struct ResolutionConfirmed {
  bool first_contact = false;
  Timestamp resolve_time;
  friend bool operator==(const ResolutionConfirmed&, const ResolutionConfirmed&) = default;
};
using What =
    std::variant<TicketOpened, FeedbackJoined, FeedbackRecorded, TicketTaken, TicketReplied,
                 TicketResolved, ClockWarned, ClockBreached, TicketNoted, TicketWaiting,
                 TicketResumed, TicketTransferred, TicketReturned, ReturnJudged, TicketReopened,
                 TicketClosed, TicketMerged, ClockRecomputed, ClockEscalated, ResolutionConfirmed,
                 TicketUnmerged, TicketSplit, ClockBreachRevoked, EscalationAcknowledged,
                 StandardChanged, TicketReclassified, MatterSuggested, SuggestionEnded>;

// One change of one ticket, or feedback that asks for none.
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
  int cycle = 0;  // of the ticket; 0 where there is none
  std::string language;
  What what;
  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace recourse::routing
