#pragma once

namespace recourse::kpi {

// The numbers of kinds and states are those of recourse.routing.v1.
enum class ClockKind {
  kNone = 0,
  kFirstResponse = 1,
  kNextResponse = 2,
  kResolution = 3,
  kPeriodicUpdate = 4,
  kStatutory = 5,
  kInternal = 6,
};

enum class ClockState {
  kNone = 0,
  kRunning = 1,
  kWarned = 2,
  kBreached = 3,
  kMet = 4,
  kMissed = 5,
  kCancelled = 6,
  kPaused = 7,
};

// One promise of a ticket as it stands: the first, second, ... of its kind.
struct Clock {
  ClockKind kind = ClockKind::kNone;
  int cycle = 1;
  ClockState state = ClockState::kNone;
  bool excused = false;  // a changed target put its due time into the past: nobody's breach
  friend bool operator==(const Clock&, const Clock&) = default;
};

}  // namespace recourse::kpi
