#pragma once

#include "services/common/runtime/record.h"

namespace recourse {

// What a record is to a reader at a position (design: a record's place is its identity).
enum class Following {
  kNext,      // handle it
  kSeen,      // handled before, whoever sent it again
  kBeyond,    // something between is absent: not now; its sender sends again from the hole
  kLostLine,  // the position is of a time line that a restore undid
};
Following FollowingOf(const Position& position, const Place& place);

}  // namespace recourse
