#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

namespace recourse::console {

// "2026-03-03T02:00:00.000Z".
std::string FormatTime(Timestamp time);

// RFC 3339 with a zone, years 1 to 9999, no leap second; finer parts than milliseconds are cut off.
std::optional<Timestamp> ParseTime(std::string_view text);

}  // namespace recourse::console
