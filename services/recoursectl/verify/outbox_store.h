#pragma once

#include <functional>
#include <vector>

#include "services/common/runtime/record.h"
#include "services/recoursectl/verify/evidence.h"
#include "services/recoursectl/verify/snapshot_store.h"

namespace recourse::ctl::verify {

// Heads, relays and outboxes of every service that says something.
StatusOr<Logs> ReadOutboxes(Snapshot& snapshot);

// The outbox rows that were not acknowledged yet, as records, to whom it may concern.
using RecordListener = std::function<void(const RawRecord&)>;
Status ReadUnsent(Snapshot& snapshot, const Logs& logs, const RecordListener& listener);

// How far each service has come in what it hears.
struct HeardByAll {
  HeardSequences by_classify;
  HeardSequences by_routing;
  HeardSequences by_followup;
};
StatusOr<HeardByAll> ReadPositions(Snapshot& snapshot);
// The same as it is now.
StatusOr<HeardByAll> ReadPositions(Pool& pool);

// Where the heads stand now, of all topics.
StatusOr<std::map<Partition, std::int64_t>> ReadHeads(Pool& pool);

StatusOr<std::vector<DeadLetterEvidence>> ReadDeadLetters(Snapshot& snapshot);

}  // namespace recourse::ctl::verify
