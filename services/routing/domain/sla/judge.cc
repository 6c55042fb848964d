#include "services/routing/domain/sla/judge.h"

#include <algorithm>

#include "services/routing/domain/sla/walk.h"

namespace recourse::routing::sla {
namespace {

Verdict VerdictOf(const Account& account, bool passed) {
  if (passed) return Verdict::kMissed;
  if (account.satisfied_time) return Verdict::kMet;
  if (account.cancelled_time) return Verdict::kCancelled;
  return account.current.reasons.empty() ? Verdict::kRunning : Verdict::kPaused;
}

// A date is judged by the date alone.
Walked WalkTo(const Account& account, const Calendars& calendars, Timestamp end) {
  Walked walked = Walk(account, calendars, account.record.target, end);
  if (account.record.fixed_due) {
    walked.mark = {account.record.fixed_due};
    walked.passed = end > *account.record.fixed_due;
  }
  if (account.forfeited_time && !walked.passed) {
    walked.mark = {account.forfeited_time};
    walked.passed = true;
  }
  return walked;
}

// Calls visit(stretch, to) for each stretch up to `end`, the current one last.
template <typename Visit>
void ForEachStretch(const Account& account, Timestamp end, const Visit& visit) {
  for (const Stretch& stretch : account.stretches) visit(stretch, stretch.to);
  if (end > account.current.from) visit(account.current, end);
}

class SegmentList {
 public:
  SegmentList(const Calendars& calendars, std::vector<Segment>& segments)
      : calendars_(calendars), segments_(segments) {}

  void Add(const Stretch& stretch, Timestamp to) {
    if (!stretch.reasons.empty()) return Put(stretch, stretch.from, to, Segment::Kind::kPaused);
    const Timetable& timetable = calendars_.Find(stretch.calendar_id)->timetable;
    Timestamp at = stretch.from;
    while (at < to && segments_.size() < kSegmentsMax) {
      const auto open = timetable.OpenFrom(at, to);
      const Timestamp from = open ? open->from : to;
      Put(stretch, at, from, Segment::Kind::kClosed);
      at = open ? open->to : to;
      Put(stretch, from, at, Segment::Kind::kRunning);
    }
  }

 private:
  void Put(const Stretch& stretch, Timestamp from, Timestamp to, Segment::Kind kind) {
    if (from >= to || segments_.size() == kSegmentsMax) return;
    segments_.push_back({from, to, kind, stretch.calendar_id, stretch.holder, stretch.reasons});
  }

  const Calendars& calendars_;
  std::vector<Segment>& segments_;
};

}  // namespace

Timestamp EndOf(const Account& account, Timestamp until) {
  for (const auto& end : {account.satisfied_time, account.forfeited_time, account.cancelled_time}) {
    if (end) return *end;
  }
  return until;
}

Outcome Judge(const Account& account, const Calendars& calendars, Timestamp until) {
  const Walked walked = WalkTo(account, calendars, EndOf(account, until));
  Outcome outcome;
  outcome.verdict = VerdictOf(account, walked.passed);
  outcome.due = walked.mark;
  outcome.target = account.record.target;
  outcome.consumed = walked.consumed;
  outcome.remaining = account.record.target - walked.consumed;
  outcome.excluded = account.exempted || account.cancelled_time;
  if (walked.passed) {
    outcome.detected_time = std::max(*walked.mark.time, account.record.from);
    if (*walked.mark.time < account.record.from) outcome.cause = account.record.cause;
  }
  return outcome;
}

std::map<std::string, Duration> Ledger(const Account& account, const Calendars& calendars,
                                       Timestamp until, ReturnCharge charge) {
  std::map<std::string, Duration> held;
  ForEachStretch(account, EndOf(account, until), [&](const Stretch& stretch, Timestamp to) {
    if (!stretch.reasons.empty()) return;
    const bool moved = charge == ReturnCharge::kReceiver && !stretch.returned_to.empty();
    held[moved ? stretch.returned_to : stretch.holder] +=
        calendars.Find(stretch.calendar_id)->timetable.Elapsed(stretch.from, to);
  });
  return held;
}

int PausedPermille(const Account& account, const Calendars& calendars, Timestamp until) {
  Duration paused{}, all{};
  ForEachStretch(account, EndOf(account, until), [&](const Stretch& stretch, Timestamp to) {
    const Duration permitted =
        calendars.Find(stretch.calendar_id)->timetable.Elapsed(stretch.from, to);
    all += permitted;
    if (!stretch.reasons.empty()) paused += permitted;
  });
  return all == Duration(0) ? 0 : static_cast<int>(1000 * paused / all);
}

std::vector<Segment> Segments(const Account& account, const Calendars& calendars, Timestamp until) {
  std::vector<Segment> segments;
  SegmentList list(calendars, segments);
  ForEachStretch(account, EndOf(account, until),
                 [&](const Stretch& stretch, Timestamp to) { list.Add(stretch, to); });
  return segments;
}

}  // namespace recourse::routing::sla
