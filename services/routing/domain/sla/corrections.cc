#include "services/routing/domain/sla/corrections.h"

#include <algorithm>

namespace recourse::routing::sla {

std::optional<Correction> Correct(const Outcome& before, const Outcome& after) {
  const auto old_time = before.due.time, new_time = after.due.time;
  const bool was = before.verdict == Verdict::kMissed, is = after.verdict == Verdict::kMissed;
  if (was && !is) return Correction{Correction::Kind::kBreachRevoked, old_time, new_time};
  if (old_time == new_time) return std::nullopt;
  if (was) return Correction{Correction::Kind::kBreachCorrected, old_time, new_time};
  return Correction{Correction::Kind::kRecomputed, old_time, new_time};
}

std::vector<Alarm> Unsaid(const std::vector<Alarm>& told, const std::vector<Alarm>& standing,
                          CorrectionRule rule) {
  std::vector<Alarm> unsaid;
  if (rule == CorrectionRule::kSilent) return unsaid;
  for (const Alarm& alarm : told) {
    if (std::find(standing.begin(), standing.end(), alarm) == standing.end()) {
      unsaid.push_back(alarm);
    }
  }
  return unsaid;
}

}  // namespace recourse::routing::sla
