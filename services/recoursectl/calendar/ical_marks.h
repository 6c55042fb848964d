#pragma once

#include <string_view>

#include "services/recoursectl/calendar/ical_event.h"

namespace recourse::ctl::calendar {

// What a published calendar says a day is.
enum class DayMark {
  kNone,        // says nothing: a name only
  kRest,        // 休, 假期, 放假, day off
  kWork,        // 班, 补班, 上班, make-up day, working day
  kObservance,  // a feast on which people work (Google says so)
  kUnclear,     // both, or 调休 alone, which is said of either
};

// Of one text, whatever its width and case. 假期 beside 补班 is the holiday that is made up for;
// 放假 beside 上班 is unclear, and so is what is cancelled or negated.
DayMark MarkOf(std::string_view text);

// Of an event: X-APPLE-SPECIAL-DAY, else SUMMARY, else CATEGORIES, else what Google writes at the
// beginning of DESCRIPTION.
DayMark MarkOf(const IcalEvent& event);

}  // namespace recourse::ctl::calendar
