#pragma once

#include <cstddef>
#include <vector>

#include "services/classify/domain/policy.h"

namespace recourse::classify {

// Of one classification: enough to see why, and a bound on what a fact carries.
inline constexpr std::size_t kEvidenceMax = 16;

bool Matches(const Rule& rule, const Found& found);

// The first rule that matches; null for none. Lives as long as the policy.
const Rule* FirstMatch(const Policy& policy, const Found& found);

// The words for which the rule matched, the first occurrence of each, in the order of the text and
// at most kEvidenceMax. The rule matches.
std::vector<Evidence> EvidenceFor(const Rule& rule, const Found& found, const Policy& policy,
                                  const FoldedText& text);

}  // namespace recourse::classify
