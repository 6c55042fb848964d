#pragma once

#include <vector>

#include "services/routing/domain/sla/alarms.h"

namespace recourse::routing::sla {

// What a late fact, a changed calendar or target makes of what was said of a clock before. Whoever
// folds the events again, in order of their times, compares the two outcomes.
struct Correction {
  enum class Kind {
    kRecomputed,       // the due time moved
    kBreachRevoked,    // it was not missed after all
    kBreachCorrected,  // it was missed at another instant
  };
  Kind kind{};
  std::optional<Timestamp> old_time{};
  std::optional<Timestamp> new_time{};
  friend bool operator==(const Correction&, const Correction&) = default;
};
std::optional<Correction> Correct(const Outcome& before, const Outcome& after);

// Whether those who were told of an alarm that does not stand any more are told so (E79).
enum class CorrectionRule { kTell, kSilent };

// Of what was told, that which does not stand any more: its people are owed a correction.
std::vector<Alarm> Unsaid(const std::vector<Alarm>& told, const std::vector<Alarm>& standing,
                          CorrectionRule rule = CorrectionRule::kTell);

}  // namespace recourse::routing::sla
