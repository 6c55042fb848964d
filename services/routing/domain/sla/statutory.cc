#include "services/routing/domain/sla/statutory.h"

#include <algorithm>

namespace recourse::routing::sla {
namespace {

constexpr std::chrono::days kOne{1};

bool Known(const Calendar& calendar, Date date) {
  const Timestamp as_utc{date.time_since_epoch()};
  return as_utc < kZoneEnd && (!calendar.known_until || date <= *calendar.known_until);
}

// Whether a term may not end on the date.
bool Rests(const Calendar& calendar, Date date, StatutoryDays::Roll roll) {
  if (roll == StatutoryDays::Roll::kNone || IsWorkingDay(calendar, date)) return false;
  return roll == StatutoryDays::Roll::kRestDays || calendar.holidays.contains(date);
}

std::optional<Date> LastNaturalDay(const Calendar& calendar, Date received,
                                   const StatutoryDays& term) {
  Date last = received + std::chrono::days(term.count);
  while (Known(calendar, last) && Rests(calendar, last, term.roll)) last += kOne;
  if (!Known(calendar, last)) return std::nullopt;
  return last;
}

std::optional<Date> LastWorkingDay(const Calendar& calendar, Date received, int count) {
  Date last = received;
  for (int step = 0; count > 0; ++step) {
    last += kOne;
    if (step == kStatutoryDaysMax || !Known(calendar, last)) return std::nullopt;
    if (IsWorkingDay(calendar, last)) --count;
  }
  return last;
}

}  // namespace

std::optional<Date> StatutoryLastDay(const Calendar& calendar, Date received,
                                     const StatutoryDays& term) {
  if (term.count > kStatutoryDaysMax) return std::nullopt;
  return term.kind == StatutoryDays::Kind::kNatural
             ? LastNaturalDay(calendar, received, term)
             : LastWorkingDay(calendar, received, term.count);
}

std::optional<Timestamp> StatutoryDue(const Calendar& calendar, Timestamp received,
                                      const StatutoryDays& term) {
  const Date day = DateOf(ToCivil(calendar.zone, received));
  const auto last = StatutoryLastDay(calendar, day, term);
  if (!last) return std::nullopt;
  return Last(calendar.zone, *last + kDay);
}

std::optional<Refusal> FaultOf(const StatutoryDays& term, const Extension& extension,
                               const ExtensionRule& rule) {
  if (extension.days_in_all <= term.count) return Refusal{"extension_not_longer"};
  if (extension.days_in_all > rule.days_in_all_max) {
    return Refusal{"extension_too_long", {{"days_max", std::to_string(rule.days_in_all_max)}}};
  }
  int needed = 0;
  for (const auto& [days, level] : rule.levels) {
    if (extension.days_in_all >= days) needed = std::max(needed, level);
  }
  if (extension.approver_level < needed) {
    return Refusal{"extension_not_approved", {{"level", std::to_string(needed)}}};
  }
  if (!extension.customer_told) return Refusal{"extension_not_announced"};
  return std::nullopt;
}

}  // namespace recourse::routing::sla
