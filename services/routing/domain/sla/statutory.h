#pragma once

#include "services/routing/domain/sla/calendar.h"

namespace recourse::routing::sla {

// A term in days, as laws set them: the day of receipt does not count, and the term ends with its
// last day, at 24:00 in the calendar's zone.
struct StatutoryDays {
  enum class Kind { kNatural, kWorking };
  // What becomes of a natural term whose last day is one of rest: it stands, or it moves to the
  // next working day, off holidays only or off free weekends too.
  enum class Roll { kNone, kHolidays, kRestDays };
  int count = 0;
  Kind kind = Kind::kNatural;
  Roll roll = Roll::kRestDays;
  friend bool operator==(const StatutoryDays&, const StatutoryDays&) = default;
};

inline constexpr int kStatutoryDaysMax = 3'660;

// The instant at which the term ends for what was received at `received`: 24:00 of its last day.
// None when the calendar does not know so many days (see Calendar::known_until) or has no working
// day within kStatutoryDaysMax days.
std::optional<Timestamp> StatutoryDue(const Calendar& calendar, Timestamp received,
                                      const StatutoryDays& term);

// The last day of the term. As StatutoryDue.
std::optional<Date> StatutoryLastDay(const Calendar& calendar, Date received,
                                     const StatutoryDays& term);

// An extension of a term (E64): how long it may become in all, and who may say so.
struct Extension {
  int days_in_all = 0;
  int approver_level = 0;
  bool customer_told = false;
};
struct ExtensionRule {
  int days_in_all_max = 60;
  // From how many days in all which level must approve, ascending: complex, very complex.
  std::vector<std::pair<int, int>> levels{{16, 1}, {31, 2}};
};
// Why it may not be: `extension_too_long`, `extension_not_approved`, `extension_not_announced`,
// `extension_not_longer`.
std::optional<Refusal> FaultOf(const StatutoryDays& term, const Extension& extension,
                               const ExtensionRule& rule = {});

}  // namespace recourse::routing::sla
