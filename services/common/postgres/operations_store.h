#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/effect_store.h"
#include "services/common/postgres/pool.h"
#include "services/common/runtime/record.h"

namespace recourse {

// A dead letter as the outbox keeps it: `record` is the one that came, with its own headers, place
// and id where it had them.
struct KeptDeadLetter {
  int partition = 0;
  std::int64_t sequence = 0;
  std::string origin;
  std::string reason;
  std::string type;
  Timestamp recorded_time;
  bool replayed = false;
  RawRecord record;
};

// What the person on duty may ask of a service's stores. Thread-safe.
class OperationsStore {
 public:
  OperationsStore(Pool& pool, std::string dead_topic)
      : pool_(pool), dead_topic_(std::move(dead_topic)), effects_(pool) {}
  // Newest first, at most `limit`.
  StatusOr<std::vector<KeptDeadLetter>> List(int limit);
  // NOT_FOUND.
  StatusOr<KeptDeadLetter> Get(int partition, std::int64_t sequence);
  // Sets acknowledged back to before `from_sequence`, under a new term, so that whoever relays now
  // begins again there; returns how many facts that is. OUT_OF_RANGE when the outbox no longer has
  // them, NOT_FOUND for a topic that is not the service's.
  StatusOr<std::int64_t> Resend(const Partition& partition, std::int64_t from_sequence);

  EffectDesk& effects() { return effects_; }

 private:
  KeptDeadLetter LetterOf(const Result& rows, int row) const;

  Pool& pool_;
  const std::string dead_topic_;
  EffectDesk effects_;
};

}  // namespace recourse
