#pragma once

#include <optional>
#include <string>

#include "services/common/core/time.h"

namespace recourse::kpi {

enum class TicketState { kNone, kOpen, kTaken, kResolved };
enum class ClockState { kNone, kRunning, kWarned, kBreached, kMet, kMissed, kCancelled };

// What is counted by, as it was before or is after a fact.
struct Dimensions {
  std::string branch_id;
  std::string region_id;
  std::string category;
  TicketState state = TicketState::kNone;
  ClockState response_clock = ClockState::kNone;
  friend bool operator==(const Dimensions&, const Dimensions&) = default;
};

// kOther is a fact of a later version: what it changes in the dimensions is counted all the same.
enum class FactKind {
  kOther,
  kOpened,
  kJoined,
  kRecorded,
  kTaken,
  kReplied,
  kResolved,
  kClockWarned,
  kClockBreached,
};

// What counting needs of a fact of routing. `before` is absent where nothing was there before.
struct TicketEvent {
  FactKind kind = FactKind::kOther;
  Timestamp recorded_time;
  std::optional<Dimensions> before;
  Dimensions after;
  friend bool operator==(const TicketEvent&, const TicketEvent&) = default;
};

}  // namespace recourse::kpi
