#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/recoursectl/calendar/ical_values.h"

namespace recourse::ctl::calendar {

struct IcalEvent {
  int line = 0;
  std::string uid{};
  std::string summary{};
  std::vector<std::string> categories{};
  std::string description{};
  std::string special_day{};  // X-APPLE-SPECIAL-DAY
  bool cancelled = false;
  bool transparent = false;  // TRANSP: does not make anybody busy
  IcalTime start{};
  std::optional<IcalTime> end{};
  std::optional<IcalSpan> duration{};
  std::optional<IcalRule> rule{};
  std::vector<IcalTime> excluded{};
  std::optional<IcalTime> replaced{};  // RECURRENCE-ID: which occurrence of its UID it stands for
  // Why it cannot be told when it recurs: matters only where the event makes a day.
  Status recurrence{};
};

// Refused with the line and the UID: a value that ical_values.h does not take, a line that stands
// twice, an end of another kind than the beginning, no beginning.
StatusOr<IcalEvent> ReadIcalEvent(const std::string& file, const IcalEventLines& lines);

// `file:line: event 'UID': what`.
Status RefusedEvent(const std::string& file, const IcalEvent& event, const std::string& what);

}  // namespace recourse::ctl::calendar
