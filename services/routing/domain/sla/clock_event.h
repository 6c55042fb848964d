#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/routing/domain/sla/statutory.h"
#include "services/routing/domain/sla/timetable.h"

namespace recourse::routing::sla {

// What happened to a clock. `time` is when it happened (event time), whenever it became known.

// What is promised: an answer within so much permitted time, within so many days, or by an instant.
using Target = std::variant<Duration, StatutoryDays, Timestamp>;

struct Started {
  std::string calendar_id;  // names a timetable; empty: open always
  Target target;
  std::string holder{};  // who is responsible for the minutes from here on
  friend bool operator==(const Started&, const Started&) = default;
};
struct Paused {
  std::string reason;  // several reasons may hold at once
  friend bool operator==(const Paused&, const Paused&) = default;
};
struct Resumed {
  std::string reason;
  friend bool operator==(const Resumed&, const Resumed&) = default;
};
// Another branch, another version of the calendar, or only another holder.
struct Transferred {
  std::string calendar_id;
  std::string holder{};   // empty: stays
  bool returned = false;  // the holder sends it back (退单)
  friend bool operator==(const Transferred&, const Transferred&) = default;
};
enum class RetargetMode {
  kRetroactive,  // as if it had always been the target
  kFromChange,   // from this instant on, nothing consumed yet
  kCarryShare,   // the share of the old target that was consumed is consumed of the new one
};
struct Retargeted {
  Target target;
  RetargetMode mode = RetargetMode::kRetroactive;
  Duration grace{};     // at least so much permitted time is left
  std::string cause{};  // policy_change, reclassification, extension
  friend bool operator==(const Retargeted&, const Retargeted&) = default;
};
struct Satisfied {
  friend bool operator==(const Satisfied&, const Satisfied&) = default;
};
// It cannot be kept any more: resolved without an answer (E74). Missed at this instant if not
// before.
struct Forfeited {
  std::string reason;
  friend bool operator==(const Forfeited&, const Forfeited&) = default;
};
struct Cancelled {
  std::string reason;  // merged, withdrawn, spam, policy
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
// The cancellation was wrong: the clock runs as if it had never been.
struct Restored {
  friend bool operator==(const Restored&, const Restored&) = default;
};
// Someone answers for it that this verdict does not count. The verdict itself stays.
struct Exempted {
  std::string by;
  std::string reason;
  friend bool operator==(const Exempted&, const Exempted&) = default;
};
// A person of the escalation level says that he is on it.
struct Acknowledged {
  int level = 1;
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

struct ClockEvent {
  Timestamp time;
  std::variant<Started, Paused, Resumed, Transferred, Retargeted, Satisfied, Forfeited, Cancelled,
               Restored, Exempted, Acknowledged>
      what;
  friend bool operator==(const ClockEvent&, const ClockEvent&) = default;
};

inline constexpr std::size_t kClockEventsMax = 4'096;
inline constexpr Duration kTargetMax = std::chrono::years(100);  // a longer one cannot be meant

}  // namespace recourse::routing::sla
