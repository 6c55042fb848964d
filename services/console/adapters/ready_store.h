#pragma once

#include <stop_token>

#include "services/common/postgres/pool.h"
#include "services/common/process/readiness.h"

namespace recourse::console {

// Asks the database each second, and says so to `readiness`, until stopped. Without it nobody can
// be let in by a session.
void WatchStore(Pool& pool, Readiness& readiness, const std::stop_token& stop);

}  // namespace recourse::console
