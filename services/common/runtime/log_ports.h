#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/runtime/record.h"

namespace recourse {

// An outbox row on its way into the log: everything a record is made of.
struct Outgoing {
  Partition partition;
  Place place;
  FactId id;
  Uuid key;
  std::string type;
  std::string schema;
  std::string payload;
  Headers headers;  // besides the CloudEvents ones
  Timestamp recorded_time;
};

// What the log said of a record that was sent; with sequence 0, of the writer as a whole.
struct Delivery {
  Partition partition;
  std::int64_t sequence = 0;
  Status status;
};

// Sends to the explicit partition, in order, asynchronously. After any error of a delivery the
// writer is of no further use: make a new one. Not thread-safe.
class LogWriter {
 public:
  virtual ~LogWriter() = default;
  // RESOURCE_EXHAUSTED when its bounded queue is full: wait for deliveries first. UNAVAILABLE when
  // the topic is not to be had now: the writer is still good. After any other error it is not.
  virtual Status Send(const Outgoing& record) = 0;
  // Deliveries known by now, waiting at most `wait` for the first.
  virtual std::vector<Delivery> Deliveries(std::chrono::milliseconds wait) = 0;
};
// Never null: what cannot be reached is heard of later.
using LogWriterFactory = std::function<std::unique_ptr<LogWriter>()>;

// A right to relay one partition: whoever holds it names its term when he acknowledges.
struct Lease {
  Partition partition;
  std::int64_t term = 0;
  std::int64_t acknowledged_sequence = 0;
  std::int64_t last_sequence = 0;  // of the head: what there is to send
};

// How far a partition of this service's outbox goes, and how far the log has it, whoever relays it.
struct OutboxHead {
  Partition partition;
  std::int64_t last_sequence = 0;
  std::int64_t acknowledged_sequence = 0;
};

// The sender's side of the system of record: outbox and leases.
class RelayStore {
 public:
  virtual ~RelayStore() = default;
  // Takes and renews for `owner` every lease of this service that is free, run out or his own, and
  // returns those that he holds now. A lease that changed hands has a new term.
  virtual StatusOr<std::vector<Lease>> Hold(const std::string& owner) = 0;
  // Every partition that this service ever spoke to. One cheap read without a lock: it is asked
  // every few milliseconds.
  virtual StatusOr<std::vector<OutboxHead>> Heads() = 0;
  // Outbox rows of the partition above `after_sequence`, in order, at most `limit`.
  virtual StatusOr<std::vector<Outgoing>> Read(const Partition& partition,
                                               std::int64_t after_sequence, int limit) = 0;
  // Moves acknowledged_sequence to `sequence` if the term is still in force; false if it is not.
  virtual StatusOr<bool> Acknowledge(const Partition& partition, std::int64_t term,
                                     std::int64_t sequence) = 0;
  // Deletes acknowledged rows older than `days`, a bounded number a call.
  virtual Status Forget(int days) = 0;
};

// What a reader has in hand. `joined` is false until the log has said which partitions are its own
// (none is an answer too); `partitions` are those, also while it is still being found out where
// they begin; `refused` are those that cannot be read from where they should, and why. They are
// tried again by later polls.
struct Holding {
  bool joined = false;
  std::vector<Partition> partitions;
  std::map<Partition, Status> refused;
};

// The hearing side of the log. Not thread-safe: one thread polls it.
class LogReader {
 public:
  // Where to begin in a partition that was just assigned: the offset of the first record wanted.
  using StartOf = std::function<StatusOr<std::int64_t>(const Partition&)>;
  virtual ~LogReader() = default;
  // Records read by now, waiting at most `wait` for the first; at most `max`. Partitions that come
  // and go are dealt with inside; a new one starts where StartOf says, or, where the log ends
  // before that (it was made anew), at the log's begin: a record's place says what is new. After an
  // error the reader is of no further use: make a new one.
  virtual StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) = 0;
  // Reads on in `partition` from `offset`.
  virtual Status Seek(const Partition& partition, std::int64_t offset) = 0;
  // The offsets [begin, end) that the log holds of a partition.
  virtual StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) = 0;
  virtual Holding Held() const = 0;
};
// Never null. The consumer's StartOf is asked inside Poll, by its thread.
using LogReaderFactory = std::function<std::unique_ptr<LogReader>(LogReader::StartOf)>;
// A reader of all partitions of one topic, without a group, from the end: nobody is asked where to
// start.
using LogTailFactory = std::function<std::unique_ptr<LogReader>()>;

// Where records go: a handler over its store, or the counters. Thread-compatible.
class Sink {
 public:
  using RawBatch = std::pair<Partition, const std::vector<RawRecord>*>;
  virtual ~Sink() = default;
  // As Handler::Handle: all or nothing, safe to ask again.
  virtual StatusOr<Progress> Handle(const Partition& partition,
                                    const std::vector<RawRecord>& batch) = 0;
  // The same of several partitions, ascending, each with records; safe to ask again. One after the
  // other where a sink has nothing to gain from having them together.
  virtual StatusOr<std::vector<Progress>> HandleAll(const std::vector<RawBatch>& batches) {
    std::vector<Progress> progress;
    for (const auto& [partition, records] : batches) {
      auto one = Handle(partition, *records);
      if (!one.ok()) return one.status();
      progress.push_back(*std::move(one));
    }
    return progress;
  }
  virtual StatusOr<Position> PositionOf(const Partition& partition) = 0;
};

// What stood in `attempts` of a partition. `running`: a process said that records of it are in hand
// and never took that back, so it ended, or ends now, with some. `sequence` was alone in hand at
// the last end and at `ends` ends in all; 0 is none.
struct Attempt {
  bool running = false;
  std::int64_t sequence = 0;
  int ends = 0;
};

// What was in hand when the process ended (design: poison). Each call is a commit, and saying it
// again says nothing new.
class AttemptStore {
 public:
  virtual ~AttemptStore() = default;
  // Says that records of `partition` are in hand from now on; returns what stood there before.
  virtual StatusOr<Attempt> Begin(const Partition& partition) = 0;
  // `sequence` alone is in hand: if the process ends now, that is the `ends`-th time.
  virtual Status Mark(const Partition& partition, std::int64_t sequence, int ends) = 0;
  // Nothing is alone in hand any more.
  virtual Status Clear(const Partition& partition) = 0;
  // Nothing of `partition` is in hand any more.
  virtual Status End(const Partition& partition) = 0;
};

}  // namespace recourse
