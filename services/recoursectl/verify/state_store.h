#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/snapshot_store.h"

namespace recourse::ctl::verify {

// What the services keep: the register, what was made of feedback, where it went, tickets and
// timers.
StatusOr<std::unordered_set<Uuid>> ReadRegister(Snapshot& snapshot);
StatusOr<std::unordered_map<Uuid, ClassificationRows>> ReadClassifications(Snapshot& snapshot);
StatusOr<std::unordered_map<Uuid, Disposition>> ReadDispositions(Snapshot& snapshot);
StatusOr<std::vector<TicketRow>> ReadTickets(Snapshot& snapshot);
StatusOr<std::vector<TimerRow>> ReadTimers(Snapshot& snapshot);

}  // namespace recourse::ctl::verify
