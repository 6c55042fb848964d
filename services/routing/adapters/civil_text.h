#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/civil.h"

namespace recourse::routing {

// Dates and local times as calendars write them. Parsing takes exactly the forms named and gives
// none for anything else; years are 0000 to 9999.

std::optional<Date> ParseDate(std::string_view text);  // 2026-10-01
std::string DateText(Date date);

// HH:MM, HH:MM:SS or HH:MM:SS.mmm, and 24:00 in each of them: the end of the day.
std::optional<Duration> ParseTimeOfDay(std::string_view text);
std::string TimeOfDayText(Duration time);  // 0 to 24 h, in the shortest of these forms

std::optional<CivilTime> ParseCivil(std::string_view text);  // 2026-03-03T14:00, and as above
std::string CivilText(CivilTime time);

}  // namespace recourse::routing
