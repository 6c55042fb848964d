#include "services/console/domain/session.h"

namespace recourse::console {

SessionState JudgeSession(const SessionTimes& times, Timestamp now) {
  if (now - times.created_time >= kSessionAge) return SessionState::kExpired;
  if (now - times.last_seen_time >= kSessionIdle) return SessionState::kIdle;
  return SessionState::kLive;
}

bool ShouldNoteUse(const SessionTimes& times, Timestamp now) {
  return now - times.last_seen_time >= kSessionNoteEvery;
}

}  // namespace recourse::console
