#pragma once

#include <string>
#include <string_view>

#include "services/common/core/status.h"

namespace recourse {

// Unicode normal form C, the only change that is made to a text before it is stored.
// InvalidArgument for bytes that are not UTF-8.
StatusOr<std::string> ToNfc(std::string_view text);

}  // namespace recourse
