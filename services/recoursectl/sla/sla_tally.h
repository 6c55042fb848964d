#pragma once

#include <vector>

#include "services/recoursectl/sla/sla_explain.h"

namespace recourse::ctl {

// A clock whose target changed more often is told without a tally: each target before the last is
// found by a fold of its own.
inline constexpr std::size_t kTallyTargetsMax = 32;

// Keeps count of what is consumed while the segments of a clock go by, in order: against the first
// target, then against the one that replaces it, and so on.
class Tally {
 public:
  Tally(const Explanation& clock, const sla::Calendars& calendars);

  bool kept() const { return kept_; }
  // The next change of target, if there is one left.
  std::optional<Timestamp> NextChange() const;
  void Change();
  void Run(Duration running) { run_ += running; }

  const sla::Record& record() const { return records_[now_]; }
  Duration consumed() const { return record().carried + run_ - run_at_base_; }

 private:
  bool kept_ = true;
  std::vector<sla::Record> records_;  // by the time from which they hold
  std::size_t now_ = 0;
  Duration run_{};
  Duration run_at_base_{};
};

}  // namespace recourse::ctl
