#pragma once

#include <string_view>

#include "services/classify/domain/text.h"
#include "services/common/core/status.h"

namespace recourse::classify {

// A text as the domain matches it. INVALID_ARGUMENT for bytes that are not UTF-8.
StatusOr<FoldedText> FoldText(std::string_view text);

}  // namespace recourse::classify
