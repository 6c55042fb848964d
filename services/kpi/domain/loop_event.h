#pragma once

#include <optional>
#include <string>

#include "services/common/core/time.h"
#include "services/kpi/domain/subject.h"

namespace recourse::kpi {

// The numbers are those of recourse.followup.v1.
enum class Verdict {
  kNone = 0,
  kHeardGood = 1,
  kHeardBad = 2,
  kUnheard = 3,
  kSuppressed = 4,
  kCancelled = 5,
};
enum class Recovery { kNone = 0, kUnhappy = 1, kRecovered = 2, kNotRecovered = 3 };

// Where a loop stands, as far as it is counted.
struct Standing {
  bool closed = false;
  Verdict verdict = Verdict::kNone;
  friend bool operator==(const Standing&, const Standing&) = default;
};

// One customer's answer; what was not asked is absent.
struct SurveyAnswer {
  std::optional<int> csat{};  // 1 to 5
  std::optional<int> nps{};   // 0 to 10
  std::optional<int> ces{};   // 1 to 7
  Recovery recovery_before = Recovery::kNone;
  Recovery recovery_after = Recovery::kNone;
  friend bool operator==(const SurveyAnswer&, const SurveyAnswer&) = default;
};

// What counting needs of a fact of followup. The place is the ticket's when it was resolved.
struct LoopEvent {
  Timestamp recorded_time;
  std::string branch_id;
  std::string region_id;
  std::string category;
  Standing before;
  Standing after;
  std::optional<SurveyAnswer> answer{};
  Subject subject{};
  friend bool operator==(const LoopEvent&, const LoopEvent&) = default;
};

}  // namespace recourse::kpi
