#pragma once

#include <map>
#include <vector>

#include "services/common/core/decider.h"
#include "services/routing/domain/event.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

using View = std::map<FileId, CustomerFile>;
using Decision = recourse::Decision<FileId, CustomerFile, Fact, Answer>;

// Decides what one event means for one customer's file. Pure and total: the same arguments give the
// same Decision, and an event that no longer applies changes nothing. The refusals of commands are
// listed in the folder's README.
Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy);

// The file that decides an event; empty for one that asks nothing.
FileId FileOf(const Event& event);

// What the shared shell needs to know of this domain.
struct Domain {
  using Key = FileId;
  using State = CustomerFile;
  using Event = routing::Event;
  using Fact = routing::Fact;
  using Answer = routing::Answer;
  using Policy = routing::Policy;
  static std::vector<Key> KeysOf(const Event& event) {
    if (std::holds_alternative<NothingAsked>(event)) return {};
    return {FileOf(event)};
  }
  static Decision Decide(const View& view, const Event& event, Timestamp now,
                         const Policy& policy) {
    return routing::Decide(view, event, now, policy);
  }
  static std::vector<Timer> TimersOf(const State& file);
  static Event Fired(const Key& file_id, const Timer& timer);
};
static_assert(recourse::Decider<Domain>);

// The timers of one ticket: each clock's next alarm as `<ticket>/<kind>.<cycle>/<warn|due|level>`,
// `<ticket>/confirm` and `<ticket>/reclock`.
std::vector<Timer> TimersOf(const TicketId& ticket_id, const Ticket& ticket);

}  // namespace recourse::routing
