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
// same Decision, and an event that no longer applies changes nothing.
//
// Refusals: ticket-unknown, ticket-resolved, ticket-taken (by another agent), ticket-unanswered
// (resolving what nobody answered), reply-empty.
Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy);

// What the shared shell needs to know of this domain.
struct Domain {
  using Key = FileId;
  using State = CustomerFile;
  using Event = routing::Event;
  using Fact = routing::Fact;
  using Answer = routing::Answer;
  using Policy = routing::Policy;
  static std::vector<Key> KeysOf(const Event& event) {
    return {std::visit([](const auto& e) { return e.file_id; }, event)};
  }
  static Decision Decide(const View& view, const Event& event, Timestamp now,
                         const Policy& policy) {
    return routing::Decide(view, event, now, policy);
  }
  static std::vector<Timer> TimersOf(const State& file);
  static Event Fired(const Key& file_id, const Timer& timer);
};
static_assert(recourse::Decider<Domain>);

}  // namespace recourse::routing
