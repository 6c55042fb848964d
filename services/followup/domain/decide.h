#pragma once

#include <vector>

#include "services/followup/domain/effects.h"
#include "services/followup/domain/telling.h"

namespace recourse::followup {

// Decides what one event means for one file: a customer's, or a person's of the staff. Pure and
// total: the same arguments give the same Decision, an event that no longer applies changes
// nothing, and one that was handled changes nothing when it is handled again.
//
// Refusals stand where they are made: answering.h, delivering.h.
Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy);

// What the shared shell needs to know of this domain.
struct Domain {
  using Key = FileId;
  using State = followup::State;
  using Event = followup::Event;
  using Fact = followup::Fact;
  using Answer = Receipt;
  using Policy = followup::Policy;
  static std::vector<Key> KeysOf(const Event& event);
  static Decision Decide(const View& view, const Event& event, Timestamp now,
                         const Policy& policy) {
    return followup::Decide(view, event, now, policy);
  }
  static std::vector<Timer> TimersOf(const State& state);
  static Event Fired(const Key& file_id, const Timer& timer);
  static Event EffectEnded(const Key& file_id, const EffectResult& result);
  static bool IsWanted(const State& state, const Effect& effect);
  static std::string ReceivedAt() { return kFollowupEndpoint; }
  static std::optional<Event> Received(const Effect& effect) { return HeardInHouse(effect); }
  static void Gather(std::vector<std::pair<EffectId, Effect>>& effects) { GatherNotices(effects); }
};
static_assert(recourse::ReconsideringDecider<Domain>);
static_assert(recourse::ReceivingDecider<Domain>);
static_assert(recourse::GatheringDecider<Domain>);

}  // namespace recourse::followup
