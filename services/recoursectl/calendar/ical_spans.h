#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/recoursectl/calendar/ical_event.h"
#include "services/recoursectl/calendar/ical_zones.h"

namespace recourse::ctl::calendar {

// One occurrence of an event, in the civil time of the calendar.
struct Span {
  CivilTime begin;
  CivilTime end;
};

// Whole dates: from midnight to midnight, or to the last minute before it, as some publishers
// write.
bool IsWholeDays(const Span& span);

inline constexpr std::chrono::days kEventDaysMax{400};
inline constexpr std::size_t kRulesMax = 2'000;     // recurring events of one file
inline constexpr std::size_t kExcludedMax = 1'000;  // of one event, by EXDATE or RECURRENCE-ID
inline constexpr std::size_t kOccurrencesMaxOfFile = 50'000;

// When the events of one file occur. Refusals say what is wrong with the event and leave its place
// to the caller.
class IcalSpans {
 public:
  // `events` are all of the file, the cancelled too: one with a RECURRENCE-ID takes the place of an
  // occurrence of its UID. `zones` must outlive this.
  IcalSpans(IcalZones& zones, const std::vector<IcalEvent>& events);

  StatusOr<Span> First(const IcalEvent& event) { return SpanAt(event, event.start.time); }

  // All occurrences from 1970 to 2099; those of an event without an end up to and with `endless`.
  StatusOr<std::vector<Span>> All(const IcalEvent& event, std::optional<Date> endless);

 private:
  // What EXDATE and events of their own stand against.
  struct Excluded {
    std::set<Date> dates{};
    std::set<CivilTime> times{};
  };

  StatusOr<Span> SpanAt(const IcalEvent& event, CivilTime begin);
  StatusOr<CivilTime> EndAt(const IcalEvent& event, const IcalTime& start);
  StatusOr<std::vector<CivilTime>> Beginnings(const IcalEvent& event, std::optional<Date> endless);
  StatusOr<Excluded> ExcludedOf(const IcalEvent& event);

  IcalZones& zones_;
  std::map<std::string, std::vector<IcalTime>> replaced_;  // by UID
  std::size_t rules_ = 0;
  std::size_t occurrences_ = 0;
};

}  // namespace recourse::ctl::calendar
