#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "services/recoursectl/sla/sla_clock.h"

namespace recourse::ctl {

// The calendars of a file. One that is faulty harms only the clocks that name it.
struct FileCalendars {
  sla::Calendars calendars;
  std::map<std::string, ClockFault, std::less<>> faults;
};

// Everything that can be said of one clock, judged at `until`.
struct Explanation {
  ClockCase clock;  // with the events that happened by `until` only
  Timestamp until;
  sla::Account account;
  sla::Outcome outcome;
  std::vector<sla::Segment> segments;
  bool segments_cut = false;               // there were more than kSegmentsMax
  std::vector<sla::Alarm> alarms;          // none where the clock has no rules for them
  std::map<std::string, Duration> ledger;  // by holder; none where nobody is named
  int paused_permille = 0;
  // From this instant on a calendar of the clock is not known; set where that matters.
  std::optional<Timestamp> unknown_from;
};

// Total: whatever the clock says, an explanation or the reason why there is none. Refused besides
// what sla::Fold refuses: `not_started`, `event_before_start`, `until_before_start`,
// `time_out_of_range`, `calendar_never_opens` (also of a clock that runs and can never be due), and
// the fault of a calendar that it names. `place` is that of the clock.
std::variant<Explanation, ClockFault> Explain(ClockCase clock, const FileCalendars& file,
                                              const Place& place);

}  // namespace recourse::ctl
