#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/classify/domain/policy.h"

namespace recourse::classify {

// One text as the rules look at it: which of their words it has, and what is known of the feedback
// besides. Patterns are looked for when the first rule asks for one, since most texts are decided
// without. Lives no longer than what it was made of. Not thread-safe.
class Reading {
 public:
  Reading(const Policy& policy, const FoldedText& text, const Feedback& feedback);

  const Policy& policy() const { return policy_; }
  const FoldedText& text() const { return text_; }
  const Found& terms() const { return terms_; }
  Language language() const { return language_; }

  bool Has(TermIndex term) const { return terms_.Has(term); }
  // The policy has patterns.
  bool HasPattern(PatternIndex pattern) const;
  bool Meets(const FieldCondition& condition) const;

 private:
  std::string_view ValueOf(FeedbackField field) const;

  const Policy& policy_;
  const FoldedText& text_;
  const Feedback& feedback_;
  const Found terms_;
  const Language language_;
  mutable std::optional<std::vector<bool>> patterns_;
};

}  // namespace recourse::classify
