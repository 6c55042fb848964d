#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/core/decider.h"
#include "services/common/core/zone.h"

namespace recourse::routing::sla {

// Hours of a day, as time since its 00:00: open <= t < close. A close that is not after its open
// lies on the next day (22:00 to 06:00); 24:00 is a close. A window belongs to the date on which
// it opens.
struct Window {
  Duration open;
  Duration close;
  friend auto operator<=>(const Window&, const Window&) = default;
};
using Windows = std::vector<Window>;

// Shut from one civil time to another, whatever the week says: a flood, a power cut.
struct Closure {
  CivilTime from;
  CivilTime to;
  std::string reason{};
  friend bool operator==(const Closure&, const Closure&) = default;
};

// When a branch works. What stands for a date in `dates` replaces its week day and its holiday
// (an empty list shuts it); a closure takes away from all of them. A calendar whose holidays are
// published up to a date says so in `known_until`, and nothing is computed beyond that date.
struct Calendar {
  std::string calendar_id;
  std::int64_t version = 1;
  Zone zone;
  std::array<Windows, 7> week{};  // Monday first
  std::set<Date> holidays{};
  std::map<Date, Windows> dates{};
  std::vector<Closure> closures{};
  std::optional<Date> known_until{};  // the last date known
  friend bool operator==(const Calendar&, const Calendar&) = default;
};

// Limits of one calendar.
inline constexpr std::size_t kWindowsOfDayMax = 48;
inline constexpr std::size_t kCalendarDatesMax = 4'096;  // holidays, dates and closures, each
inline constexpr Duration kClosureMax = std::chrono::days(400);

// Open at every instant, in UTC: the calendar of a ticket without a branch, and of natural time.
Calendar AlwaysOpen();

// What forbids the calendar: `window_invalid` (outside of its day), `calendar_never_opens`,
// `closure_invalid`, `calendar_too_large`, `date_out_of_range` (before 1970 or after 2099).
std::optional<Refusal> FaultOf(const Calendar& calendar);

// The windows that open on `date`, closures not yet taken away: of `dates`, else none on a
// holiday, else of the week.
const Windows& WindowsOn(const Calendar& calendar, Date date);

// A working day is a date on which a window opens.
bool IsWorkingDay(const Calendar& calendar, Date date);

}  // namespace recourse::routing::sla
