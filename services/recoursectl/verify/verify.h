#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "services/recoursectl/context.h"

namespace recourse::ctl {

// How late a breach may be told before it counts as missed, and how long to wait for feedback that
// is still under way while nothing moves.
inline constexpr std::chrono::seconds kLatenessMax{10};
inline constexpr std::chrono::seconds kStandstillMax{30};
inline constexpr std::chrono::minutes kDrainMax{10};

struct VerifyOptions {
  std::optional<std::string> acknowledged_file{};  // ids, or JSON lines with a feedback_id
};

// Proves on a running system, reading only, that nothing was lost, doubled, invented, early or
// missed. Everything is judged at one cut: one snapshot of PostgreSQL, the log up to that, and
// Redis where it stood just before. With a file of acknowledged ids it first waits, while there is
// progress, until what is registered by then has passed classify and routing.
//
// Prints a table, or one JSON object; kDone where all holds, else kFailed.
int Verify(const Context& context, const VerifyOptions& options);

}  // namespace recourse::ctl
