#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/followup/domain/survey.h"

namespace recourse::followup {

enum class LoopState { kWaiting = 1, kSending = 2, kAsked = 3, kClosed = 4 };

enum class Verdict {
  kNone = 0,
  kHeardGood = 1,
  kHeardBad = 2,
  kUnheard = 3,
  kSuppressed = 4,
  kCancelled = 5,
};

// Why a loop was closed unheard; see proto recourse.followup.v1.LoopReason.
enum class LoopReason {
  kNone = 0,
  kOptOut = 1,
  kBudget = 2,
  kNoContactPoint = 3,
  kChannel = 4,
  kLate = 5,
  kUndeliverable = 6,
  kReopened = 7,
  kMerged = 8,
  kDeclined = 9,
  kDisplaced = 10,
  kNotCalled = 11,
};

// Given once; its words are ingest's.
struct Heard {
  Scores scores;
  AnswerVia via = AnswerVia::kLink;
  AgentId agent_id;
  Uuid digest;
  Recovery recovery = Recovery::kNone;  // of the ticket, after it
  friend bool operator==(const Heard&, const Heard&) = default;
};

// An agent is on the phone with the customer, or tries to be.
struct Calling {
  AgentId agent_id;
  Timestamp start_time;
  friend bool operator==(const Calling&, const Calling&) = default;
};
// Then whoever began it forgot to say that it ended.
inline constexpr Duration kCallMax = std::chrono::hours(1);

// One cycle of follow-up on a resolved ticket. Times are of the database's clock.
struct Loop {
  std::int64_t version = 0;  // 1, 2, 3: one a fact
  Ticket ticket;             // as it stood when it was resolved
  std::int64_t ticket_version = 0;
  SurveyWay way = SurveyWay::kMail;
  LoopState state = LoopState::kWaiting;
  Verdict verdict = Verdict::kNone;
  LoopReason reason = LoopReason::kNone;
  bool is_asked = false;    // the survey left the house, the link was made, the call was begun
  bool is_unknown = false;  // nobody said whether the survey arrived
  Questions questions;      // since it was issued
  Timestamp resolve_time;
  std::optional<Timestamp> ask_time{};     // waits for it, or was issued at it
  std::optional<Timestamp> remind_time{};  // waits for it
  std::optional<Timestamp> expire_time{};  // the last instant at which an answer counts
  std::optional<Timestamp> close_time{};
  int call_count = 0;
  std::optional<Calling> calling{};
  std::optional<Heard> heard{};
  std::int64_t policy_version = 0;
  friend bool operator==(const Loop&, const Loop&) = default;
};

inline bool IsOpen(const Loop& loop) { return loop.state != LoopState::kClosed; }

// The timers that a loop waits for; their names begin with its id.
enum class LoopTimer { kAsk, kRemind, kExpire };
std::vector<Timer> TimersOf(const LoopId& loop_id, const Loop& loop);

// What the customer's page is to show of a survey, without changing anything.
enum class SurveyState { kNotIssued, kOpen, kAnswered, kExpired, kWithdrawn };
SurveyState SurveyStateOf(const Loop& loop, Timestamp now);

}  // namespace recourse::followup
