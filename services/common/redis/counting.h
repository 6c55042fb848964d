#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/core/time.h"
#include "services/common/runtime/record.h"

namespace recourse {

// A space is everything that is counted from one partition: its position and any number of
// buckets, hashes of whole numbers. It lives under one prefix that holds a hash tag, such as
// `recourse:kpi:v1:{routing.ticket.3}`; a bucket's key is the prefix, a colon and its name.
using CountingSpace = std::string;

// How far a space has counted. `rebuild_to` is where the log ended when counting began: until
// `offset` has come so far, what is counted is not the whole. Everything that the log held at
// `caught_up_time` is counted (the epoch of time when that is not known).
struct CountedPosition {
  Position position;
  std::int64_t rebuild_to = 0;
  Timestamp caught_up_time{};
  friend bool operator==(const CountedPosition&, const CountedPosition&) = default;
};
inline bool Rebuilding(const CountedPosition& counted) {
  return counted.position.offset + 1 < counted.rebuild_to;
}

struct Increment {
  std::size_t bucket = 0;  // index into CountingBatch::buckets
  std::string field;
  std::int64_t delta = 0;
};

struct CountingBucket {
  std::string name;
  std::optional<Timestamp> expire_time;
};

// What a batch of records comes to. `from` is the caller's own position before it, not the first
// record's place.
struct CountingBatch {
  Position from;
  Position to;
  std::vector<CountingBucket> buckets;
  std::vector<Increment> increments;
};

enum class CountingOutcome {
  kDone,
  kAhead,   // the space has counted further than `from`: count again from its position
  kBehind,  // it has not come so far, or has no position: it lost its memory, read again
};

struct CountingAnswer {
  CountingOutcome outcome = CountingOutcome::kDone;
  std::optional<Position> position;  // where the space is now; absent where it has none
};

struct CountingState {
  std::optional<CountedPosition> counted;
  std::vector<std::map<std::string, std::int64_t>> buckets;  // as asked for; absent ones are empty
};

// A bucket with all that it holds, to be put back.
struct CountedBucket {
  CountingBucket bucket;
  std::map<std::string, std::int64_t> fields;
};

// Numbers beyond this are refused: they would not survive the arithmetic of the store.
inline constexpr std::int64_t kCountingNumberMax = (std::int64_t{1} << 53) - 1;
inline constexpr std::size_t kCountingBucketsMax = 8192;

// Counters that live, die and roll back together with the position up to which they count. Each
// call happens whole or not at all; of a call that ended UNAVAILABLE it is not known which, and it
// may be made again: a batch is counted only by a space that stands at its `from`.
class Counting {
 public:
  virtual ~Counting() = default;
  virtual StatusOr<CountingAnswer> Apply(const CountingSpace& space,
                                         const CountingBatch& batch) = 0;
  // Deletes what the space has counted and begins it at sequence 0, if it still stands at
  // `expected` (or still has no position). `offset` is the one before the log's first.
  virtual StatusOr<CountingAnswer> Begin(const CountingSpace& space,
                                         const std::optional<Position>& expected,
                                         std::int64_t offset, std::int64_t rebuild_to) = 0;
  // Puts back what was read of a space at `counted`, buckets that have run out left out, if it
  // still stands at `expected` (or still has no position). What it has counted since is forgotten.
  // Whoever reads finds nothing, and then all of it.
  virtual StatusOr<CountingAnswer> Restore(const CountingSpace& space,
                                           const std::optional<Position>& expected,
                                           const CountedPosition& counted,
                                           const std::vector<CountedBucket>& buckets) = 0;
  // The space, if it has come to `at` or further, had everything that the log held at `time`.
  virtual StatusOr<CountingAnswer> CaughtUp(const CountingSpace& space, const Position& at,
                                            Timestamp time) = 0;
  // Position and buckets of one instant.
  virtual StatusOr<CountingState> Read(const CountingSpace& space,
                                       const std::vector<std::string>& buckets) = 0;
  // The names of all buckets that the space has.
  virtual StatusOr<std::vector<std::string>> Buckets(const CountingSpace& space) = 0;
};

}  // namespace recourse
