#pragma once

#include <map>
#include <set>
#include <vector>

#include "services/common/core/decider.h"
#include "services/ingest/domain/feedback.h"

namespace recourse::ingest {

struct SubmitFeedback {
  FeedbackId feedback_id;
  std::string digest;
  CustomerId customer_id;
  Submission submission;
};

struct FeedbackReceived {
  FeedbackId feedback_id;
  Feedback feedback;
  friend bool operator==(const FeedbackReceived&, const FeedbackReceived&) = default;
};

struct Answer {
  FeedbackId feedback_id;
  bool is_duplicate = false;
  friend bool operator==(const Answer&, const Answer&) = default;
};

// What of the register is needed to decide: whether it is there, with which content.
using View = std::map<FeedbackId, Feedback>;
using Decision = recourse::Decision<FeedbackId, Feedback, FeedbackReceived, Answer>;

// Sources that are believed when they say that something occurred in the past.
struct Policy {
  std::set<SourceId> trusted;
};

// The first of its id is registered; the same again is a duplicate and changes nothing; another
// content under the same id is refused (idempotency-key-reused), and the first one stands.
Decision Decide(const View& view, const SubmitFeedback& event, Timestamp now, const Policy& policy);

struct Domain {
  using Key = FeedbackId;
  using State = Feedback;
  using Event = SubmitFeedback;
  using Fact = FeedbackReceived;
  using Answer = ingest::Answer;
  using Policy = ingest::Policy;
  static std::vector<Key> KeysOf(const Event& event) { return {event.feedback_id}; }
  static Decision Decide(const View& view, const Event& event, Timestamp now,
                         const Policy& policy) {
    return ingest::Decide(view, event, now, policy);
  }
  static std::vector<Timer> TimersOf(const State&) { return {}; }
  static Event Fired(const Key&, const Timer&) { return {}; }  // no timer, no firing
};
static_assert(recourse::Decider<Domain>);

}  // namespace recourse::ingest
