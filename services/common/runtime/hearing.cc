#include "services/common/runtime/hearing.h"

#include <algorithm>
#include <utility>

namespace recourse {

Selection SelectNext(const Position& position, std::vector<RawRecord> records) {
  Selection selection;
  Position at = position;
  for (RawRecord& record : records) {
    if (record.place.sequence == 0) {  // known by its offset
      if (record.offset > at.offset) selection.next.push_back(std::move(record));
      continue;
    }
    const Following following = FollowingOf(at, record.place);
    if (following == Following::kLostLine) selection.lost_time_line = true;
    if (following == Following::kBeyond && !selection.missing) selection.missing = at.sequence + 1;
    if (following != Following::kNext) continue;
    selection.missing.reset();
    at = {record.place.epoch, record.place.sequence, std::max(at.offset, record.offset)};
    selection.next.push_back(std::move(record));
  }
  return selection;
}

std::int64_t LastSequence(const std::vector<RawRecord>& records) {
  std::int64_t last = 0;
  for (const RawRecord& record : records) last = std::max(last, record.place.sequence);
  return last;
}

bool Hole::Note(std::int64_t missing, Instant now) {
  if (missing_ == missing) return false;
  missing_ = missing;
  since_ = now;
  return true;
}

bool Hole::Fill(std::int64_t sequence) {
  if (!missing_ || sequence < *missing_) return false;
  missing_.reset();
  return true;
}

}  // namespace recourse
