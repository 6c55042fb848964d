#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/core/time.h"
#include "services/kpi/domain/clock.h"
#include "services/kpi/domain/subject.h"

namespace recourse::kpi {

// The numbers are those of recourse.routing.v1.
enum class TicketState {
  kNone = 0,
  kOpen = 1,
  kTaken = 2,
  kResolved = 3,
  kClosed = 4,
  kWaiting = 5,
};

// What is counted by, as it was before or is after a fact.
struct Dimensions {
  std::string branch_id;
  std::string region_id;
  std::string category;
  TicketState state = TicketState::kNone;
  ClockState response_clock = ClockState::kNone;
  // The last one of each kind. Empty in older facts, of which response_clock is the only one.
  std::vector<Clock> clocks{};
  std::optional<Timestamp> open_time{};  // absent in older facts, and where there is no ticket
  friend bool operator==(const Dimensions&, const Dimensions&) = default;
};

// kOther is a fact of a later version, kChanged one that says nothing to count by itself: what they
// change in the dimensions is counted all the same.
enum class FactKind {
  kOther,
  kOpened,
  kJoined,
  kRecorded,
  kChanged,
  kClockBreached,
  kClockBreachRevoked,
  kReopened,
  kResolutionConfirmed,
  kSplitOff,     // a ticket whose feedback was counted before: when it joined, or was recorded
  kJoinedLater,  // so did a repeat contact: it was recorded first
};

// A stretch of time that a fact ended: business time where it was told, else natural time.
enum class DurationKind { kFirstResponse, kNextResponse, kResolution };
struct EndedDuration {
  DurationKind kind = DurationKind::kFirstResponse;
  Duration duration{};
  friend bool operator==(const EndedDuration&, const EndedDuration&) = default;
};

// What counting needs of a fact of routing. `before` is absent where nothing was there before.
struct TicketEvent {
  FactKind kind = FactKind::kOther;
  Timestamp recorded_time;
  std::optional<Dimensions> before;
  Dimensions after;
  std::vector<EndedDuration> durations_ended{};
  ClockKind clock_kind = ClockKind::kNone;  // breached or revoked
  // When what this fact corrects or settles was recorded: the breach that is revoked, the
  // resolution that is confirmed or did not hold. Absent in facts that do not tell.
  std::optional<Timestamp> origin_time{};
  bool first_contact = false;  // of a confirmed resolution
  Subject subject{};
  bool excused = false;  // the breach or the revoked one, as in Clock
  friend bool operator==(const TicketEvent&, const TicketEvent&) = default;
};

}  // namespace recourse::kpi
