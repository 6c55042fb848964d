#pragma once

#include <cstddef>

#include "services/classify/domain/decide.h"

namespace recourse::classify {

// A longer one is refused.
inline constexpr std::size_t kReasonBytesMax = 1'000;

// What a person said over what the machine made, or a person before. The category is certain then
// and no rule's; words that spoke for another category go; what the model said stays what it said.
Classification Corrected(const Classification& former, const Said& said);

// The next ordinal of what is in force, and the fact of it. Refusals: classification-unknown
// (nothing was made of it yet), classification-changed {ordinal} (another one than was looked at is
// in force), correction-empty, category-unknown (not of the taxonomy), reason-too-long
// {bytes_max}.
Decision DecideCorrection(const View& view, const CorrectionMade& made, Timestamp now,
                          const Policy& policy);

}  // namespace recourse::classify
