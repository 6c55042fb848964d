#include "services/kpi/adapters/tally.h"

#include <algorithm>

#include "services/common/runtime/following.h"
#include "services/kpi/adapters/ticket_codec.h"
#include "services/kpi/domain/delta.h"

namespace recourse::kpi {

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

void Tally::CountRecord(const RawRecord& record) {
  if (record.unreadable) return GiveUp(record, *record.unreadable);
  const auto content = DecodeTicketEvent(record);
  if (const auto* event = std::get_if<TicketEvent>(&content)) {
    Count(*event, counters_);
    ++counted_;
  } else {
    GiveUp(record, std::get<Unreadable>(content).reason);
  }
}

// kpi says nothing into the log, so it has no dead letters: what it cannot count it counts as
// such.
void Tally::GiveUp(const RawRecord& record, const std::string& reason) {
  CountUnreadable(counters_);
  position_.offset = std::max(position_.offset, record.offset);
  if (uncounted_.size() < kUncountedKept) {
    uncounted_.push_back({record.offset, record.place.sequence, reason});
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
