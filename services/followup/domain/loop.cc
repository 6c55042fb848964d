#include "services/followup/domain/loop.h"

namespace recourse::followup {
namespace {

// The version is the instant itself: a time that is moved is a new timer.
Timer TimerOf(const LoopId& loop_id, const char* what, Timestamp time) {
  return {ToString(loop_id) + what, time.time_since_epoch().count(), time};
}

SurveyState StateOfClosed(const Loop& loop) {
  if (loop.heard) return SurveyState::kAnswered;
  return loop.verdict == Verdict::kUnheard ? SurveyState::kExpired : SurveyState::kWithdrawn;
}

}  // namespace

std::vector<Timer> TimersOf(const LoopId& loop_id, const Loop& loop) {
  std::vector<Timer> timers;
  if (loop.state == LoopState::kWaiting) timers.push_back(TimerOf(loop_id, "/ask", *loop.ask_time));
  if (loop.state == LoopState::kAsked && loop.remind_time) {
    timers.push_back(TimerOf(loop_id, "/remind", *loop.remind_time));
  }
  if (loop.state == LoopState::kSending || loop.state == LoopState::kAsked) {
    timers.push_back(TimerOf(loop_id, "/expire", *loop.expire_time));
  }
  return timers;
}

SurveyState SurveyStateOf(const Loop& loop, Timestamp now) {
  if (loop.state == LoopState::kWaiting) return SurveyState::kNotIssued;
  if (loop.state == LoopState::kClosed) return StateOfClosed(loop);
  return now > *loop.expire_time ? SurveyState::kExpired : SurveyState::kOpen;
}

}  // namespace recourse::followup
