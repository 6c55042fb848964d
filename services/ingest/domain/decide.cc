#include "services/ingest/domain/decide.h"

#include <utility>

namespace recourse::ingest {

Decision Decide(const View& view, const SubmitFeedback& event, Timestamp now,
                const Policy& policy) {
  const auto found = view.find(event.feedback_id);
  if (found != view.end()) {
    if (found->second.digest == event.digest) return {{}, {}, {event.feedback_id, true}, {}};
    return {{}, {}, {}, Refusal{"idempotency-key-reused", {{"field", "external_id"}}}};
  }
  const bool trusted = policy.trusted.contains(event.submission.source_id);
  const Timestamp occurred = trusted ? event.submission.occurred_time.value_or(now) : now;
  Feedback feedback{event.digest, event.customer_id, occurred, now, event.submission};
  // Not by braces: what an initialiser list is given is copied out of it once more.
  Decision decision;
  decision.answer = {event.feedback_id, false};
  decision.facts.push_back({event.feedback_id, feedback});
  decision.changed.emplace(event.feedback_id, std::move(feedback));
  return decision;
}

}  // namespace recourse::ingest
