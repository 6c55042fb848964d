#pragma once

#include <string>

#include "services/classify/domain/encoder.h"
#include "services/common/core/status.h"

namespace recourse::classify {

// The encoder whose weights lie in `folder` (services/common/encoder), as the second tier asks it;
// null for an empty name. NOT_FOUND and DATA_LOSS say what is wrong with the folder.
StatusOr<EncoderPtr> OpenEncoder(const std::string& folder);

}  // namespace recourse::classify
