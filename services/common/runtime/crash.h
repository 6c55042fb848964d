#pragma once

#include <string_view>

#include "services/common/core/status.h"

namespace recourse {

// Exit status of a process whose surroundings are broken in a way that time does not heal.
inline constexpr int kExitBroken = 70;

// Returns when trying again makes sense; otherwise says why on the log and ends the process at
// once, so that whoever supervises it starts it anew (core/status.h decides which).
void CrashUnlessHealing(const Status& status, std::string_view what);

}  // namespace recourse
