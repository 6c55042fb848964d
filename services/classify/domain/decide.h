#pragma once

#include <map>
#include <vector>

#include "services/classify/domain/policy.h"
#include "services/common/core/decider.h"

namespace recourse::classify {

// What a correction is answered with: the ordinal that it became.
struct CorrectionAnswer {
  int ordinal = 0;
  friend bool operator==(const CorrectionAnswer&, const CorrectionAnswer&) = default;
};

// Of each the classification in force.
using View = std::map<FeedbackId, Kept>;
using Decision = recourse::Decision<FeedbackId, Kept, Fact, CorrectionAnswer>;

// What the rules and then the scores make of a text. Operators' rules come first and win; a
// category that the taxonomy no longer has is `other`, whatever a model says. Where neither a rule
// nor the model is sure of the category, it is for triage. Of `feedback` rules see the fields that
// are said; of a text without a sender none are.
Classification Classify(const FoldedText& text, const Scores& scores, const Policy& policy,
                        const Feedback& feedback = {});

// Classifies feedback once: hearing of it again changes nothing, even when the rules have changed.
// A correction is the next ordinal (correction.h).
Decision Decide(const View& view, const Event& event, Timestamp now, const Policy& policy);

struct Domain {
  using Key = FeedbackId;
  using State = Kept;
  using Event = classify::Event;
  using Fact = classify::Fact;
  using Policy = classify::Policy;
  using Answer = CorrectionAnswer;

  static Decision Decide(const View& view, const Event& event, Timestamp now,
                         const Policy& policy) {
    return classify::Decide(view, event, now, policy);
  }
  static std::vector<FeedbackId> KeysOf(const Event& event);
  // Nothing here waits for a time.
  static std::vector<Timer> TimersOf(const Kept&) { return {}; }
  static Event Fired(const FeedbackId& key, const Timer& timer);
};
static_assert(Decider<Domain>);

}  // namespace recourse::classify
