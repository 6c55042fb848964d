#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "services/classify/domain/decide.h"

namespace recourse::classify {

// Enough to see what a change of the rules does, and a bound on the answer.
inline constexpr std::size_t kPreviewedChangesMax = 50;

// Feedback that would be something else.
struct PreviewedChange {
  Feedback feedback{};
  Classification before{};
  Classification after{};
};

// How often a rule decides.
struct PreviewedRule {
  std::int64_t before = 0;
  std::int64_t after = 0;
  friend bool operator==(const PreviewedRule&, const PreviewedRule&) = default;
};

// What other rules would make of feedback, beside what was made of it.
struct Preview {
  std::int64_t feedback = 0;  // looked at
  std::int64_t category_changed = 0;
  std::int64_t type_changed = 0;
  std::int64_t severity_changed = 0;
  std::map<RuleId, PreviewedRule> rules{};
  std::vector<PreviewedChange> changes{};  // the first kPreviewedChangesMax
};

// Nothing looked at yet; knows every rule of the policy.
Preview BeginPreview(const Policy& policy);

// Adds what the policy would make of feedback, beside what was made of it when it came. The same
// decision as of the feedback's record.
void AddToPreview(const FeedbackReceived& received, const Classification& before,
                  const Policy& policy, Preview& preview);

}  // namespace recourse::classify
