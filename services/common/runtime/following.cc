#include "services/common/runtime/following.h"

namespace recourse {

Following FollowingOf(const Position& position, const Place& place) {
  if (place.epoch < position.epoch) return Following::kSeen;
  if (place.epoch > position.epoch && position.sequence >= place.epoch_first) {
    return Following::kLostLine;
  }
  if (place.sequence <= position.sequence) return Following::kSeen;
  if (place.sequence > position.sequence + 1) return Following::kBeyond;
  const bool begins = place.epoch > position.epoch;
  return begins && place.epoch_first != place.sequence ? Following::kBeyond : Following::kNext;
}

}  // namespace recourse
