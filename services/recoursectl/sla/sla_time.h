#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

namespace recourse::ctl {

// An instant of RFC 3339 with Z or an offset and at most milliseconds: 2026-03-03T10:00:00+08:00.
// None for anything else, a leap second and a date that no calendar has among it.
std::optional<Timestamp> ParseInstant(std::string_view text);

// Appends 2026-03-03T02:00:00.000Z: always three decimals, always Z. Years 0 to 9999.
void AppendInstant(Timestamp time, std::string& out);

// Appends `value` in at least `digits` digits; a sign before it if it is negative.
void AppendNumber(long long value, int digits, std::string& out);

}  // namespace recourse::ctl
