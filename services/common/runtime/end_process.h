#pragma once

#include "services/common/core/status.h"

namespace recourse {

// What a supervisor sees when a process ended because its surroundings are broken in a way that
// time does not heal (sysexits' EX_SOFTWARE).
inline constexpr int kEndedExitCode = 70;

// Says why and ends the process at once; what is in hand is rolled back by its store.
[[noreturn]] void EndProcess(const Status& status);

}  // namespace recourse
