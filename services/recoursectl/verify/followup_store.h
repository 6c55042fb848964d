#pragma once

#include <vector>

#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/snapshot_store.h"

namespace recourse::ctl::verify {

// What followup keeps: loops, deliveries, timers, and what is to leave the house.
StatusOr<std::vector<LoopRow>> ReadLoops(Snapshot& snapshot);
StatusOr<std::vector<DeliveryRow>> ReadDeliveries(Snapshot& snapshot);
StatusOr<std::vector<TimerRow>> ReadFollowupTimers(Snapshot& snapshot);
StatusOr<std::vector<EffectRow>> ReadEffects(Snapshot& snapshot);

}  // namespace recourse::ctl::verify
