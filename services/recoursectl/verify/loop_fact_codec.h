#pragma once

#include <optional>
#include <string>

#include "services/followup/domain/fact.h"

namespace recourse::ctl::verify {

// A fact of followup from the bytes of a LoopEvent; nothing where they are no such event, or tell
// of something that this build does not know.
std::optional<followup::Fact> LoopFactOf(const std::string& payload);

}  // namespace recourse::ctl::verify
