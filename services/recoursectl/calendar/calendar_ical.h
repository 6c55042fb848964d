#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {

struct IcalOptions {
  std::string zone{};  // of the calendar that is made; empty: X-WR-TIMEZONE
  std::optional<Date> known_until{};
};

// The days of a published iCalendar file; README.md says which event makes which day. `notes` of
// the result tell what was left out and until when it is known. Refused, with line and UID, what
// cannot be told for certain: nothing is guessed.
StatusOr<CalendarFile> ReadCalendarIcal(const std::string& file, std::string_view text,
                                        const IcalOptions& options);

}  // namespace recourse::ctl::calendar
