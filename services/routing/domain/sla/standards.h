#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/routing/domain/sla/alarms.h"

namespace recourse::routing::sla {

enum class ClockKind {
  kFirstResponse,
  kNextResponse,
  kPeriodicUpdate,
  kResolution,
  kStatutory,
  kInternal,  // of one holder
};
const char* NameOf(ClockKind kind);

// What is promised where: for which tickets, which clocks with which targets.
struct Standard {
  std::string standard_id;
  int priority = 0;  // higher wins among equally specific ones
  // The fields of a ticket that it asks for (category, branch, severity, channel, language, ...),
  // each with the values that will do; none: it fits every ticket.
  std::map<std::string, std::set<std::string>> conditions{};
  std::map<ClockKind, Target> targets{};
  AlarmRules alarms{};
};
using Fields = std::map<std::string, std::string>;

// The one standard that holds: the most specific (most conditions), then the highest priority, then
// the lowest id; whatever the order in which they are given (E52). Null when none fits.
struct Selected {
  const Standard* standard = nullptr;
  std::string reason{};  // in words of standards and conditions, to be kept with the ticket
};
Selected Select(const std::vector<Standard>& standards, const Fields& ticket);

// A clock of an open ticket that changed standards are applied to.
struct OpenClock {
  std::string clock_id;
  ClockKind kind{};
  Fields ticket;
  std::vector<ClockEvent> events;
};
struct ChangeRules {
  RetargetMode mode = RetargetMode::kRetroactive;
  Duration grace{};
  enum class Unmatched { kCancel, kKeep } unmatched = Unmatched::kCancel;  // E53
  std::string cause = "policy_change";
};

// What the change makes of one clock: the event to append, and whether it is missed at once.
struct Change {
  std::string clock_id;
  ClockEvent event;
  bool misses_at_once = false;
  friend bool operator==(const Change&, const Change&) = default;
};

// The changes that `standards` make to open clocks at `now`, clocks that stay as they are left out.
// A dry run and an activation are this one function, so that what the first counts the second
// does (E51). Clocks that cannot be folded, before or after, are left out. A term of days has no
// share to carry: it is judged retroactively.
std::vector<Change> Changes(const std::vector<OpenClock>& clocks,
                            const std::vector<Standard>& standards, const ChangeRules& rules,
                            const Calendars& calendars, Timestamp now);

}  // namespace recourse::routing::sla
