#pragma once

#include "services/common/core/time.h"

namespace recourse::console {

// A session ends half an hour after it was last used, and after twelve hours in any case.
inline constexpr Duration kSessionIdle = std::chrono::minutes(30);
inline constexpr Duration kSessionAge = std::chrono::hours(12);
// How much older than the truth the noted time of last use may be: a wall asks several times a
// second, and each need not write a row.
inline constexpr Duration kSessionNoteEvery = std::chrono::minutes(1);

struct SessionTimes {
  Timestamp created_time;
  Timestamp last_seen_time;
};

enum class SessionState { kLive, kIdle, kExpired };

SessionState JudgeSession(const SessionTimes& times, Timestamp now);

// Whether the use of the session at `now` is to be noted.
bool ShouldNoteUse(const SessionTimes& times, Timestamp now);

}  // namespace recourse::console
