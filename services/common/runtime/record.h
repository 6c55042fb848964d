#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/core/decider.h"
#include "services/common/core/uuid.h"
#include "services/common/trace/span_context.h"

namespace recourse {

// One partition of one topic: the unit of order, of ownership and of progress.
struct Partition {
  std::string topic;
  int number = 0;
  friend auto operator<=>(const Partition&, const Partition&) = default;
};
std::string ToString(const Partition& partition);

// Partitions of every topic; it never changes for a topic that exists.
inline constexpr int kPartitions = 8;
// A fact whose bytes are more is refused at the outbox, so that none is unsendable.
inline constexpr std::size_t kFactBytesMax = 512 * 1024;

// The partition of a key among kPartitions: FNV-1a, 64 bits. Part of the wire: never changes.
int PartitionOf(const Uuid& key);

// A fact's place: `sequence` is dense from 1 over all epochs of a partition; `epoch` is the time
// line of the sender's database, and `epoch_first` the first sequence of that epoch.
struct Place {
  std::int64_t epoch = 0;
  std::int64_t epoch_first = 0;
  std::int64_t sequence = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// A record as the log holds it. Without a place (`sequence` 0) it is a stray: nobody who keeps the
// rules wrote it.
struct RawRecord {
  Partition partition;
  std::int64_t offset = 0;
  Place place;
  FactId id;
  std::string key;
  std::string payload;
  Headers headers;
  // Set by the consumer for a record that ended the process each time it was alone in hand: it is
  // not to be decoded again, and why.
  std::optional<std::string> unreadable{};
  // Set by the consumer: its span of handling this record, if that is recorded.
  trace::SpanContext span{};
};

// What cannot be understood, and why. It becomes a dead letter; the position moves on.
struct Unreadable {
  std::string reason;
};

// An event with its place, or why there is none. `raw` is kept for the dead letter.
template <typename D>
struct Record {
  Place place;
  std::int64_t offset = 0;
  FactId id;
  std::variant<typename D::Event, Unreadable> content;
  std::shared_ptr<const RawRecord> raw{};
};

// How far a reader has come in one partition: `offset` is of the last record handled and says only
// where to seek; -1 before the first.
struct Position {
  std::int64_t epoch = 0;
  std::int64_t sequence = 0;
  std::int64_t offset = -1;
  friend bool operator==(const Position&, const Position&) = default;
};

// What became of a batch. `missing` is the first sequence that a later record showed to be absent;
// nothing from there on was handled. `lost_time_line` says that the position is beyond the point
// at which a later epoch took over: what was counted there never happened.
struct Progress {
  Position position;
  std::optional<std::int64_t> missing{};
  bool lost_time_line = false;
};

}  // namespace recourse
