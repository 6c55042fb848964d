#pragma once

#include <string>
#include <vector>

#include "services/routing/domain/sla/judge.h"

namespace recourse::routing::sla {

// When people are told before and after the due time. Either a share of the target that was
// consumed, or permitted time left before the due time.
struct Warning {
  int share_percent = 0;  // 1 to 99; 0: `before` counts
  Duration before{};
};
// After how much permitted time beyond the due time which level is called.
struct Escalation {
  int level = 1;
  Duration after{};
};
struct AlarmRules {
  std::vector<Warning> warnings{};
  std::vector<Escalation> escalations{};
  // A warning that would lie before the start (E43).
  enum class LateWarning { kSkip, kAtStart } late_warning = LateWarning::kSkip;
  // What an acknowledgement does to the levels above (E87).
  enum class AfterAcknowledgement {
    kPostpone,
    kCancel
  } acknowledged = AfterAcknowledgement::kPostpone;
};

// One thing to say, once: (clock, cycle, kind, level, due_version) is its key.
struct Alarm {
  enum class Kind { kWarning, kBreach, kEscalation };
  Kind kind{};
  int level = 0;        // of an escalation its level; of a warning its place in the rules, from 1
  int due_version = 1;  // how many targets there were: a new target warns anew
  Timestamp time;
  friend auto operator<=>(const Alarm&, const Alarm&) = default;
};

// All alarms of the record in force as they stand at `until`, by time, passed and to come; none to
// come while paused, after the end, or beyond what the calendar knows.
std::vector<Alarm> Alarms(const Account& account, const Calendars& calendars,
                          const AlarmRules& rules, Timestamp until);

// What passed while nobody looked, from `since` on and before `now`: all of it is recorded, each
// with its own time; only the highest is worth waking someone for (E83).
struct CaughtUp {
  std::vector<Alarm> passed{};
  std::optional<Alarm> notify{};
};
CaughtUp CatchUp(const std::vector<Alarm>& alarms, Timestamp since, Timestamp now);

}  // namespace recourse::routing::sla
