#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/common/core/effect.h"
#include "services/followup/domain/customer_file.h"
#include "services/followup/domain/notice.h"

namespace recourse::followup {

// What followup is told. Each event names the file that decides it.

// What a fact of routing says happened to a ticket; only what followup acts on.
struct NewTicket {};  // opened at its branch, or sent there from another
struct PublicReply {
  AgentId agent_id;
  std::string text;
  std::optional<Timestamp> told_time{};  // the agent told the customer himself, as he says
};
struct Resolution {};
struct Reopening {};
struct Merging {};  // into another ticket of the same customer
// Of one of its clocks, named as in routing's durations: first_response, resolution, ...
struct Warning {
  std::string clock;
  Timestamp due_time;
};
struct Breach {
  std::string clock;
  Timestamp due_time;
};
struct BreachRevocation {
  std::string clock;
  Timestamp due_time;
};
struct Escalation {
  std::string clock;
  Timestamp due_time;
  int level = 1;
};
struct OtherChange {};
using TicketChange = std::variant<NewTicket, PublicReply, Resolution, Reopening, Merging, Warning,
                                  Breach, BreachRevocation, Escalation, OtherChange>;

// kOpen is being worked on or waiting for it, whatever routing calls that.
enum class TicketStanding { kOpen, kResolved, kClosed };

struct TicketFact {
  FileId file_id;
  Ticket ticket;  // as it stands after the fact
  std::int64_t version = 0;
  TicketStanding standing = TicketStanding::kOpen;
  Timestamp recorded_time;  // by routing's database
  TicketChange change;
};

// What people say; the adapter knows who they are and looked up the file.
struct SubmitAnswer {
  FileId file_id;
  LoopId loop_id;
  Answer answer;
};
struct StartCall {
  FileId file_id;
  LoopId loop_id;
  AgentId agent_id;
};
struct EndCall {
  FileId file_id;
  LoopId loop_id;
  AgentId agent_id;
  bool unreached = true;  // else the customer would not answer
};
struct SetContactPreference {
  FileId file_id;
  CustomerId customer_id;
  bool surveys = true;
  AgentId agent_id;  // who wrote it down; empty: the customer himself
};
struct MarkTold {
  FileId file_id;
  DeliveryId delivery_id;
  AgentId agent_id;
  Timestamp told_time;
};

// The timers of a loop.
struct AskTimePassed {
  FileId file_id;
  LoopId loop_id;
};
struct RemindTimePassed {
  FileId file_id;
  LoopId loop_id;
};
struct ExpireTimePassed {
  FileId file_id;
  LoopId loop_id;
};

// What became of something that left the house.
struct EffectEnded {
  FileId file_id;
  EffectResult result;
};

// One person of the staff is told something; and the time to write to him has come.
struct Notify {
  FileId file_id;
  AgentId agent_id;
  std::vector<Notice> notices;
};
struct DigestTimePassed {
  FileId file_id;
};

using Event = std::variant<TicketFact, SubmitAnswer, StartCall, EndCall, SetContactPreference,
                           MarkTold, AskTimePassed, RemindTimePassed, ExpireTimePassed, EffectEnded,
                           Notify, DigestTimePassed>;

// What a command is answered.
struct Receipt {
  LoopId loop_id;
  DeliveryId delivery_id;
  bool reopens = false;     // a bad answer: the ticket is opened again
  int withdrawn_count = 0;  // surveys that a preference withdrew
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

}  // namespace recourse::followup
