#include "services/kpi/adapters/tally.h"

#include <algorithm>

#include "services/common/runtime/following.h"
#include "services/kpi/adapters/counting_space.h"
#include "services/kpi/adapters/loop_codec.h"
#include "services/kpi/adapters/ticket_codec.h"

namespace recourse::kpi {
namespace {

template <typename Event>
std::variant<Told, Unreadable> ToldOf(const std::variant<Event, Unreadable>& content) {
  if (const auto* unreadable = std::get_if<Unreadable>(&content)) return *unreadable;
  const Event& event = std::get<Event>(content);
  return Told{event.subject, event.recorded_time, DeltasOf(event)};
}

}  // namespace

std::variant<Told, Unreadable> ToldBy(const RawRecord& record) {
  if (record.unreadable) return Unreadable{*record.unreadable};
  if (record.partition.topic == kLoopTopic) return ToldOf(DecodeLoopEvent(record));
  return ToldOf(DecodeTicketEvent(record));
}

std::optional<std::string> CountFact(const RawRecord& record, Counters& counters) {
  const auto told = ToldBy(record);
  if (const auto* unreadable = std::get_if<Unreadable>(&told)) {
    CountUnreadable(counters);
    return unreadable->reason;
  }
  Count(std::get<Told>(told).deltas, counters);
  return std::nullopt;
}

void Tally::Add(const RawRecord& record) {
  if (record.place.sequence == 0) return;
  switch (FollowingOf(position_, record.place)) {
    case Following::kNext:
      CountRecord(record);
      position_ = {record.place.epoch, record.place.sequence,
                   std::max(position_.offset, record.offset)};
      missing_.reset();
      break;
    case Following::kBeyond:
      if (!missing_) missing_ = position_.sequence + 1;
      break;
    case Following::kLostLine:
      lost_time_line_ = true;
      break;
    case Following::kSeen:
    default:
      break;
  }
}

// kpi says nothing into the log, so it has no dead letters: what it cannot count it counts as
// such.
void Tally::CountRecord(const RawRecord& record) {
  const auto reason = CountFact(record, counters_);
  if (!reason) {
    ++counted_;
    return;
  }
  if (uncounted_.size() < kUncountedKept) {
    uncounted_.push_back({record.offset, record.place.sequence, *reason});
  }
}

CountingBatch BatchOf(const Tally& tally) {
  CountingBatch batch{tally.from(), tally.position(), {}, {}};
  for (const auto& [bucket, cells] : tally.counters()) {
    for (const auto& [cell, count] : cells) {
      if (count == 0) continue;
      batch.increments.push_back({batch.buckets.size(), FieldOf(cell), count});
    }
    batch.buckets.push_back({NameOf(bucket), ExpireTimeOf(bucket)});
  }
  return batch;
}

}  // namespace recourse::kpi
