#pragma once

#include <cstddef>
#include <vector>

#include "services/classify/domain/policy.h"
#include "services/classify/domain/reading.h"

namespace recourse::classify {

// Of one classification: enough to see why, and a bound on what a fact carries.
inline constexpr std::size_t kEvidenceMax = 16;
// Of a match of a pattern, which may be the whole text, its beginning is shown.
inline constexpr std::size_t kEvidenceCodePointsMax = 256;

bool Matches(const Rule& rule, const Reading& reading);

// The first rule that matches; null for none. Lives as long as the policy.
const Rule* FirstMatch(const Reading& reading);

// The words for which the rule matched, the first occurrence of each, in the order of the text and
// at most kEvidenceMax. The rule matches.
std::vector<Evidence> EvidenceFor(const Rule& rule, const Reading& reading);

}  // namespace recourse::classify
