#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/common/redis/counting.h"
#include "services/common/runtime/record.h"
#include "services/kpi/domain/delta.h"
#include "services/kpi/domain/subject.h"

namespace recourse::kpi {

// A record that cannot be counted, for the log.
struct Uncounted {
  std::int64_t offset = 0;
  std::int64_t sequence = 0;
  std::string reason;
};
// A tally keeps the first of them only; all are counted.
inline constexpr std::size_t kUncountedKept = 8;

// What one record tells to count, and of whom.
struct Told {
  Subject subject;
  Timestamp recorded_time;
  Deltas deltas;
};
// By the topic of the record's partition.
std::variant<Told, Unreadable> ToldBy(const RawRecord& record);

// Counts one record, or says why it cannot be counted; then it is counted as one that could not be
// read.
std::optional<std::string> CountFact(const RawRecord& record, Counters& counters);

// Counts the records of one partition from a position on, each once, in the order of the log. What
// a record does depends on the position and on nothing else, so it makes no difference how records
// are cut into batches: the sink counts by batches, verify counts a whole partition in one.
//
// A stray, which has no place, is left out: known by its offset alone, it would carry the offset
// over facts that are still to be read again, and they would never be counted.
class Tally {
 public:
  explicit Tally(const Position& from) : from_(from), position_(from) {}

  void Add(const RawRecord& record);

  const Position& from() const { return from_; }
  const Position& position() const { return position_; }
  const Counters& counters() const { return counters_; }
  // Anything to write, be it only that the log has been read further.
  bool Moved() const { return position_ != from_; }
  // The first sequence that a later record showed to be absent.
  std::optional<std::int64_t> missing() const { return missing_; }
  bool lost_time_line() const { return lost_time_line_; }
  std::int64_t counted() const { return counted_; }
  const std::vector<Uncounted>& uncounted() const { return uncounted_; }

 private:
  void CountRecord(const RawRecord& record);

  const Position from_;
  Position position_;
  Counters counters_;
  std::optional<std::int64_t> missing_;
  bool lost_time_line_ = false;
  std::int64_t counted_ = 0;
  std::vector<Uncounted> uncounted_;
};

// What a tally comes to, in the words of the store.
CountingBatch BatchOf(const Tally& tally);

}  // namespace recourse::kpi
