#pragma once

#include <string>
#include <variant>

#include "services/routing/domain/fact.h"

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
  std::string language;
  std::string place;
  std::string text;
  std::optional<TicketId> about_ticket_id{};
  Timestamp occurred_time;
  std::int64_t ordinal = 0;  // unique among all feedback, for the number that can be spoken
  std::string model_version;
  std::int64_t rules_version = 0;
  int classification_ordinal = 1;  // 1 the machine's, 2 and up corrections
};

// A person says that the feedback is something else than was said of it before; what is said here
// holds now, changed or not.
struct FeedbackReclassified : FeedbackClassified {
  std::string corrected_by{};  // the account
  std::string reason{};        // in its own words; may be empty
};

// classify found that feedback means what other feedback meant: of the same customer, and of so
// many pieces of whichever customers within 24 hours, this one among them.
struct SimilarFeedbackFound {
  FileId file_id;
  FeedbackId feedback_id;
  std::vector<SimilarFeedback> similar{};  // the most alike first
  int like_count = 0;
};

// A customer was asked about a resolution and was not satisfied: the ticket is to come back.
struct SurveyAnsweredBadly {
  FileId file_id;
  TicketId ticket_id;
  int cycle = 1;  // that the survey asked about
};

// A record that others understand and that asks nothing of routing.
struct NothingAsked {};

// What an agent does to a ticket; the adapter looked up its file. `seen_version` is the ticket's
// version that he looked at: with another one by now the command is refused; 0 does not ask.
struct TicketCommand {
  FileId file_id;
  TicketId ticket_id;
  AgentId agent_id;
  std::int64_t seen_version = 0;
};
struct TakeTicket : TicketCommand {};
struct ReplyTicket : TicketCommand {
  std::string text{};
  std::optional<Timestamp> told_time{};  // the agent told the customer himself, then
};
struct NoteTicket : TicketCommand {
  std::string text{};
};
struct WaitTicket : TicketCommand {
  std::string reason{};
};
struct ResumeTicket : TicketCommand {
  std::string reason{};
};
struct ResolveTicket : TicketCommand {
  std::string resolution{};
};
struct TransferTicket : TicketCommand {
  BranchId branch_id{};
  std::string reason{};
};
struct ReturnTicket : TicketCommand {
  std::string reason{};
};
struct JudgeReturn : TicketCommand {
  bool justified = false;
  std::string reason{};
  BranchId branch_id{};  // where it goes now; empty: back to the branch that returned it
};
struct ReopenTicket : TicketCommand {
  std::string reason{};
};
struct CloseTicket : TicketCommand {
  std::string reason{};
};
struct MergeTicket : TicketCommand {
  TicketId into_ticket_id{};
};

// It is not the same matter as the one that was suggested.
struct DeclineSuggestion : TicketCommand {};
struct UnmergeTicket : TicketCommand {
  std::string reason{};
};
struct SplitTicket : TicketCommand {
  FeedbackId feedback_id{};
  bool same_matter = false;
  std::string subject{};  // empty: the ticket's; so is the category
  Category category{};
  std::string reason{};
};
struct AcknowledgeEscalation : TicketCommand {};
// From one who may answer for it: what he says of the past is believed.
struct RevokeBreach : TicketCommand {
  sla::ClockName clock{};  // cycle 0: the last of its kind
  Timestamp answered_time{};
  std::string reason{};
};

// Timers: an alarm of one of the ticket's clocks, the day on which a resolution counts, and a
// policy that was put for open tickets too (due at once).
struct AlarmTimePassed {
  FileId file_id;
  TicketId ticket_id;
};
struct ConfirmTimePassed {
  FileId file_id;
  TicketId ticket_id;
};
struct ReclockTimePassed {
  FileId file_id;
  TicketId ticket_id;
};

using Event =
    std::variant<FeedbackClassified, FeedbackReclassified, SurveyAnsweredBadly, NothingAsked,
                 TakeTicket, ReplyTicket, NoteTicket, WaitTicket, ResumeTicket, ResolveTicket,
                 TransferTicket, ReturnTicket, JudgeReturn, ReopenTicket, CloseTicket, MergeTicket,
                 UnmergeTicket, SplitTicket, AcknowledgeEscalation, RevokeBreach, AlarmTimePassed,
                 ConfirmTimePassed, ReclockTimePassed, SimilarFeedbackFound, DeclineSuggestion>;

// What a command is answered.
struct Answer {
  TicketId ticket_id;
  std::int64_t ticket_version = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

}  // namespace recourse::routing
