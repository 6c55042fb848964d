#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/common/runtime/following.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// What of some records follows a position one by one, strays included, and what the others show.
struct Selection {
  std::vector<RawRecord> next;
  std::optional<std::int64_t> missing{};  // the first sequence that a later one showed to be absent
  bool lost_time_line = false;
};
Selection SelectNext(const Position& position, std::vector<RawRecord> records);

// The highest sequence among records; 0 when all are strays.
std::int64_t LastSequence(const std::vector<RawRecord>& records);

// A sequence that is absent from the log. Its sender may still be at it, so it counts from the time
// when it was first seen, and only once reading again from the sink's offset did not find it.
class Hole {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kPatience{30};

  // `missing` was seen to be absent. True when it is new: read again from the sink's offset.
  bool Note(std::int64_t missing, Instant now);
  // The sink has come to `sequence`. True when that fills the hole.
  bool Fill(std::int64_t sequence);
  bool LastsTooLong(Instant now) const { return missing_ && now - since_ >= kPatience; }
  std::int64_t missing() const { return missing_.value_or(0); }

 private:
  std::optional<std::int64_t> missing_{};
  Instant since_{};
};

// Which records are handled alone, and how often each ended the process (design: poison). After an
// end with records in hand these are the first ones of the partition, as many as may have been in
// one batch; after a clean stop there are none.
class Care {
 public:
  static constexpr int kRecords = 512;
  static constexpr int kEndsMax = 3;

  // `end` is the offset at which the log ended now: no process can have had more in hand.
  Care(const Attempt& before, std::int64_t end)
      : before_(before), end_(end), left_(before.running ? kRecords : 0) {}

  bool Needed(const RawRecord& record) const { return left_ > 0 && record.offset < end_; }
  // Ends of the process that found this record alone in hand.
  int EndsOf(const RawRecord& record) const {
    return record.place.sequence == before_.sequence ? before_.ends : 0;
  }
  void Done() { --left_; }
  // A record's mark stands in the attempts.
  bool marked = false;

 private:
  Attempt before_;
  std::int64_t end_;
  int left_;
};

// How a consumer stands in one partition.
struct Hearing {
  Position position{};                    // the sink's, as last heard
  std::vector<RawRecord> inbox{};         // what follows it and is not in the sink yet
  std::optional<std::int64_t> missing{};  // that a later one showed to be absent
  std::int64_t read_offset = 0;           // of the next record to read
  std::optional<Care> care{};             // none before the first record
  Hole hole{};
  bool told_hole = false;
  bool told_lost = false;
  bool handled = false;  // since the last look around
};

}  // namespace recourse
