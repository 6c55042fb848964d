#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::ctl::verify {

// The ids of a file of acknowledgements: one a line, or JSON lines with a feedback_id. Empty lines
// are passed over; what is no JSON stands for itself, so that a check can complain of it.
StatusOr<std::vector<std::string>> ReadAcknowledged(std::string_view text);

}  // namespace recourse::ctl::verify
