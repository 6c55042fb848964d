#include "services/followup/domain/closing.h"

#include <algorithm>

namespace recourse::followup {
namespace {

std::vector<LoopId> OpenLoops(const CustomerFile& file) {
  std::vector<LoopId> open;
  for (const auto& [loop_id, loop] : file.loops) {
    if (IsOpen(loop)) open.push_back(loop_id);
  }
  return open;
}

// What was closed longest ago first, then what was resolved longest ago.
bool LeavesBefore(const Loop& a, const Loop& b) {
  const auto closed = [](const Loop& loop) { return loop.close_time.value_or(Timestamp::max()); };
  return closed(a) != closed(b) ? closed(a) < closed(b) : a.resolve_time < b.resolve_time;
}

}  // namespace

void Close(Telling& telling, const LoopId& loop_id, Verdict verdict, LoopReason reason) {
  Loop& loop = telling.file().loops.at(loop_id);
  loop.state = LoopState::kClosed;
  loop.verdict = verdict;
  loop.reason = reason;
  loop.close_time = telling.now();
  loop.calling.reset();
  telling.Say(loop_id, LoopClosed{}, {Ended("loop", loop.resolve_time, telling.now())});
}

int CloseAll(Telling& telling, Verdict verdict, LoopReason reason) {
  const auto open = OpenLoops(telling.file());
  for (const LoopId& loop_id : open) Close(telling, loop_id, verdict, reason);
  return static_cast<int>(open.size());
}

// Only who was asked and said nothing is unheard.
void Expire(Telling& telling, const LoopId& loop_id) {
  const Loop& loop = telling.file().loops.at(loop_id);
  if (loop.is_asked) {
    Close(telling, loop_id, Verdict::kUnheard, LoopReason::kNone);
  } else {
    Close(telling, loop_id, Verdict::kSuppressed,
          loop.way == SurveyWay::kCall ? LoopReason::kNotCalled : LoopReason::kUndeliverable);
  }
}

void MakeRoomForLoop(Telling& telling) {
  auto& loops = telling.file().loops;
  while (loops.size() >= kLoopsInFileMax) {
    const auto oldest = std::min_element(
        loops.begin(), loops.end(),
        [](const auto& a, const auto& b) { return LeavesBefore(a.second, b.second); });
    if (IsOpen(oldest->second)) {
      Close(telling, oldest->first, Verdict::kCancelled, LoopReason::kDisplaced);
    }
    loops.erase(oldest);
  }
}

}  // namespace recourse::followup
