#pragma once

#include <cstddef>
#include <vector>

#include "services/classify/adapters/json_fields.h"
#include "services/classify/domain/policy.h"

namespace recourse::classify {

inline constexpr std::size_t kFieldValuesMax = 100;  // of one field of one rule
inline constexpr std::size_t kFieldValueBytesMax = 256;

// Reads what a rule asks of feedback besides its text: {"channel": ["mail"], "language": ["zh"]}.
// Nothing where the object is absent. A language is zh, en, mul or und, as a classification has it.
std::vector<FieldCondition> ReadFieldConditions(const Field& object);

}  // namespace recourse::classify
