#pragma once

#include <chrono>

#include "services/common/postgres/pool.h"

namespace recourse::ctl::verify {

// How the waiting ended: `whole` when all that was registered at its begin had been passed.
struct Drain {
  bool whole = false;
  std::chrono::milliseconds waited{};
};

// Waits until classify has passed what ingest had said by now, and routing what classify had said
// of it; at most `standstill` without progress, and `limit` in all.
StatusOr<Drain> WaitUntilPassed(Pool& pool, std::chrono::milliseconds standstill,
                                std::chrono::milliseconds limit);

}  // namespace recourse::ctl::verify
