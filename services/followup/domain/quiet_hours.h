#pragma once

#include <optional>

#include "services/common/core/zone.h"

namespace recourse::followup {

// The hours of each day in which nobody is written to or called, `[from, to)` by the customer's own
// clock; `to` at or before `from` is on the next day. Both are times of day, 0 up to 24 h.
struct QuietHours {
  Duration from;
  Duration to;
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

// The first instant at or after `time` that is outside of them. Where the clocks are set back they
// begin when they first may and end when they last may: never too short.
Timestamp AllowedFrom(const QuietHours& quiet, const Zone& zone, Timestamp time);

// The first instant after `time` at which quiet hours begin.
Timestamp QuietFrom(const QuietHours& quiet, const Zone& zone, Timestamp time);

}  // namespace recourse::followup
