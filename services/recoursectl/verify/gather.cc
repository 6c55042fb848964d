#include "services/recoursectl/verify/gather.h"

#include <set>
#include <utility>

#include "services/recoursectl/verify/fact_codec.h"
#include "services/recoursectl/verify/followup_store.h"
#include "services/recoursectl/verify/outbox_store.h"
#include "services/recoursectl/verify/state_store.h"
#include "services/recoursectl/verify/stored_counters.h"
#include "services/recoursectl/verify/topic_log.h"

namespace recourse::ctl::verify {
namespace {

// Assigns what was read, or passes on why it was not.
template <typename T>
Status Into(StatusOr<T> read, T& out) {
  if (read.ok()) out = *std::move(read);
  return read.status();
}

Status ReadStates(Snapshot& snapshot, Evidence& evidence) {
  if (Status s = Into(ReadRegister(snapshot), evidence.registered); !s.ok()) return s;
  if (Status s = Into(ReadClassifications(snapshot), evidence.classifications); !s.ok()) return s;
  if (Status s = Into(ReadDispositions(snapshot), evidence.dispositions); !s.ok()) return s;
  if (Status s = Into(ReadDeadLetters(snapshot), evidence.dead_letters); !s.ok()) return s;
  if (Status s = Into(ReadTickets(snapshot), evidence.tickets); !s.ok()) return s;
  return Into(ReadTimers(snapshot), evidence.timers);
}

Status ReadFollowup(Snapshot& snapshot, Evidence& evidence) {
  if (Status s = Into(ReadLoops(snapshot), evidence.loops); !s.ok()) return s;
  if (Status s = Into(ReadDeliveries(snapshot), evidence.deliveries); !s.ok()) return s;
  if (Status s = Into(ReadEffects(snapshot), evidence.effects); !s.ok()) return s;
  return Into(ReadFollowupTimers(snapshot), evidence.followup_timers);
}

// What the snapshot knows; `unsent` are the facts that the log need not have yet.
Status ReadSnapshot(Pool& pool, Evidence& evidence, std::vector<RawRecord>& unsent) {
  auto snapshot = Snapshot::Open(pool);
  if (!snapshot.ok()) return snapshot.status();
  evidence.cut_time = snapshot->time();
  if (Status s = Into(ReadOutboxes(*snapshot), evidence.logs); !s.ok()) return s;
  Status read = ReadUnsent(*snapshot, evidence.logs,
                           [&](const RawRecord& record) { unsent.push_back(record); });
  if (!read.ok()) return read;
  auto heard = ReadPositions(*snapshot);
  if (!heard.ok()) return heard.status();
  evidence.heard_by_classify = std::move(heard->by_classify);
  evidence.heard_by_routing = std::move(heard->by_routing);
  evidence.heard_by_followup = std::move(heard->by_followup);
  if (Status s = ReadStates(*snapshot, evidence); !s.ok()) return s;
  return ReadFollowup(*snapshot, evidence);
}

Status ReadLog(const KafkaSettings& kafka, Evidence& evidence, FactReader& facts) {
  std::set<std::string> topics;
  for (const auto& [partition, log] : evidence.logs) topics.insert(partition.topic);
  for (const std::string& topic : topics) {
    Status read = ReadTopic(kafka, topic, [&](const RawRecord& record) {
      evidence.logs[record.partition].log.push_back(
          {record.offset, record.place, record.id, ContentOf(record)});
      facts.Take(record);
    });
    if (!read.ok()) return read;
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<Evidence> Gather(const Sources& sources, Pool& pool) {
  Evidence evidence;
  std::vector<RawRecord> unsent;
  if (Status s = Into(ReadCounters(sources.redis), evidence.counters); !s.ok()) return s;
  if (Status s = ReadSnapshot(pool, evidence, unsent); !s.ok()) return s;
  FactReader facts(evidence);
  if (Status s = ReadLog(sources.kafka, evidence, facts); !s.ok()) return s;
  for (const RawRecord& record : unsent) facts.Take(record);
  const auto heads = ReadHeads(pool);
  if (!heads.ok()) return heads.status();
  for (const auto& [partition, last] : *heads) {
    evidence.logs[partition].last_sequence_after = last;
  }
  return evidence;
}

}  // namespace recourse::ctl::verify
